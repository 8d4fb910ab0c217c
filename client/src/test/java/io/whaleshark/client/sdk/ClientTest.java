package io.whaleshark.client.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.protocol.CommandNumber;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.MessageEvent.MessagePush;
import io.whaleshark.protocol.PageEvent.HistoryPage;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.SessionEvent.Kicked;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Goal: a request ends in its answer or in an exception that says what is known (C1), and pushes
/// reach the listener. Method: a scripted peer on a real socket.
@Timeout(120)
class ClientTest {
  private static final Peer BOB = Peer.direct("bob");
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 100;

  private ScriptedServer server;
  private final Recorder recorder = new Recorder();

  /// Keeps events and the end.
  private static final class Recorder implements ClientListener {
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>(100_000);
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();
    private volatile BiConsumer<Client, Event> also = (_, _) -> {};

    @Override
    public void onEvent(Client from, Event event) {
      events.add(event);
      also.accept(from, event);
    }

    @Override
    public void onClosed(Client from, Closed why) {
      closed.complete(why);
    }

    private Closed.Cause cause() throws InterruptedException, ExecutionException {
      return closed.get().cause();
    }
  }

  @BeforeEach
  void listen() throws IOException {
    server = new ScriptedServer();
  }

  @AfterEach
  void hangUp() throws IOException {
    server.close();
  }

  private Client connect() {
    return Client.connect(server.config("alice"), recorder);
  }

  private static ClientConfig.Timing timing(Duration answer, Duration ping) {
    return new ClientConfig.Timing(LONG, answer, ping);
  }

  /// Asks again while there is no answer within a time that is short for something else. The last
  /// failure is one.
  private static <T> T persistently(Supplier<T> question) {
    for (int i = 1; i < ATTEMPTS; i++) {
      try {
        return question.get();
      } catch (UnansweredException e) {
        // the machine was slower than that
      }
    }
    return question.get();
  }

  @Test
  void sentMessageIsAcknowledged() {
    try (var client = connect()) {
      assertThat(client.login().userId()).isEqualTo("alice");
      var draft = Draft.text(BOB, "hi").withMessageId("m1");
      var ack = client.send(draft);
      assertThat(ack.messageId()).isEqualTo("m1");
      assertThat(ack.messageSequence()).isEqualTo(1);
    }
  }

  @Test
  void answersFindTheirRequestsInWhateverOrder() throws Exception {
    var held = new ArrayList<Request.Send>();
    server.script((session, request) -> {
      if (!(request instanceof Request.Send send)) {
        return false;
      }
      held.add(send);
      if (held.size() == 2) {
        session.send(ScriptedServer.ack(held.get(1), 22));
        session.send(ScriptedServer.ack(held.get(0), 11));
      }
      return true;
    });
    try (var client = connect()) {
      var first = client.submit(Draft.text(BOB, "1").withMessageId("m1"));
      var second = client.submit(Draft.text(BOB, "2").withMessageId("m2"));
      assertThat(first.get()).hasFieldOrPropertyWithValue("messageSequence", 11L);
      assertThat(second.get()).hasFieldOrPropertyWithValue("messageSequence", 22L);
    }
  }

  @Test
  void refusalSaysCodeAndReason() {
    server.script((session, request) -> {
      if (request instanceof Request.HistoryPull) {
        session.send(Refused.of(request, RefusalCode.NOT_A_PARTICIPANT, "not yours"));
        return true;
      }
      return false;
    });
    try (var client = connect()) {
      assertThatThrownBy(() -> client.history(BOB, 10))
          .isInstanceOfSatisfying(
              RefusedException.class,
              e -> {
                assertThat(e.code()).isEqualTo(40301);
                assertThat(e.msg()).isEqualTo("not yours");
                assertThat(e.mayRetry()).isFalse();
              });
    }
  }

  @Test
  void refusedLoginConnectsNobody() {
    server.script((session, request) -> {
      session.send(Refused.of(request, RefusalCode.LOGIN_REFUSED, "token: missing"));
      return true;
    });
    assertThatThrownBy(this::connect)
        .isInstanceOf(RefusedException.class)
        .hasMessage("refused with 40101: token: missing");
  }

  @Test
  void unansweredRequestFailsInTimeAndItsLateAnswerHarmsNobody() throws Exception {
    var late = new CompletableFuture<Request>();
    var asked = new CompletableFuture<ScriptedServer.Session>();
    server.script((session, request) ->
        request instanceof Request.HistoryPull
            && late.complete(request)
            && asked.complete(session));
    var config = server.config("alice").withTiming(timing(SHORT, LONG));
    try (var client = persistently(() -> Client.connect(config, recorder))) {
      assertThatThrownBy(() -> client.history(BOB, 10))
          .isInstanceOf(UnansweredException.class)
          .hasMessage("no answer after 100 ms");
      asked.get().send(new HistoryPage(List.of(), true, late.get().requestId()));
      assertThat(persistently(client::ping)).isPositive();
      assertThat(recorder.events).isEmpty();
    }
  }

  @Test
  void requestsUnderWayFailWhenTheConnectionEnds() throws Exception {
    server.script((session, request) -> {
      if (request instanceof Request.HistoryPull) {
        session.hangUp();
        return true;
      }
      return false;
    });
    try (var client = connect()) {
      assertThatThrownBy(() -> client.history(BOB, 10)).isInstanceOf(DisconnectedException.class);
      assertThat(recorder.cause()).isEqualTo(Closed.Cause.LOST);
      assertThatThrownBy(client::ping).isInstanceOf(DisconnectedException.class);
    }
  }

  @Test
  void unreachableServerIsNamed() throws IOException {
    // Bound, so that nobody else is there, and not listening.
    try (var reserved = new Socket()) {
      reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = reserved.getLocalPort();
      var config = ClientConfig.local("alice").at("127.0.0.1", port);
      assertThatThrownBy(() -> Client.connect(config, recorder))
          .isInstanceOf(DisconnectedException.class)
          .hasMessage("cannot reach 127.0.0.1:" + port + ": connection refused");
    }
  }

  @Test
  void listenerHearsPushesInOrderAndMayAskMeanwhile() throws Exception {
    var asked = new LinkedBlockingQueue<Duration>(10);
    recorder.also = (client, _) -> asked.add(client.ping());
    try (var client = connect()) {
      var session = server.login();
      for (int i = 1; i <= 3; i++) {
        session.send(
            ScriptedServer.push(
                ScriptedServer.message("bob", Peer.direct("alice"), i), "alice", i - 1, i));
      }
      for (long i = 1; i <= 3; i++) {
        assertThat(recorder.events.poll(LONG.toSeconds(), TimeUnit.SECONDS))
            .isInstanceOfSatisfying(
                MessagePush.class,
                push -> assertThat(push.message().messageSequence()).isPositive());
        assertThat(asked.poll(LONG.toSeconds(), TimeUnit.SECONDS)).isPositive();
      }
      assertThat(client.closed()).isNull();
    }
    assertThat(recorder.cause()).isEqualTo(Closed.Cause.HERE);
  }

  @Test
  void framesInOnePacketAreHeardEachAlsoEqualOnesAndOneThatIsCut() throws Exception {
    ByteBuf bytes =
        Unpooled.wrappedBuffer(
            Stream.of(1, 1, 2)
                .map(i -> ScriptedServer.message("bob", Peer.direct("alice"), i))
                .map(message -> ScriptedServer.frame(ScriptedServer.push(message, "alice", 0, 1)))
                .toArray(ByteBuf[]::new));
    try (var client = connect()) {
      var session = server.login();
      session.sendRaw(bytes.readSlice(bytes.readableBytes() - 5));
      assertThat(List.of(heard(), heard())).containsOnly("bob-alice-1");
      session.sendRaw(bytes);
      assertThat(heard()).isEqualTo("bob-alice-2");
      assertThat(client.ping()).isPositive();
      assertThat(recorder.events).isEmpty();
    }
  }

  /// The id of the next message.
  private String heard() throws InterruptedException {
    Event event = recorder.events.poll(LONG.toSeconds(), TimeUnit.SECONDS);
    assertThat(event).isInstanceOf(MessagePush.class);
    return ((MessagePush) event).message().messageId();
  }

  @Test
  void refusalOfSilentRequestGoesToTheListener() throws Exception {
    server.script((session, request) -> {
      if (request instanceof Request.Read) {
        session.send(Refused.of(request, RefusalCode.READ_AHEAD, "too far"));
      }
      return false;
    });
    try (var client = connect()) {
      client.read(BOB, 99);
      assertThat(recorder.events.poll(LONG.toSeconds(), TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              Refused.class,
              refused ->
                  assertThat(refused.refusedCommand()).isEqualTo(CommandNumber.MSG_READ.number()));
    }
  }

  @Test
  void quietConnectionIsPinged() throws Exception {
    // Without a sign of life for three times as long a server is taken for dead, also a slow one.
    var config = server.config("alice").withTiming(timing(LONG, Duration.ofSeconds(1)));
    try (var client = Client.connect(config, recorder)) {
      assertThat(server.request(Request.Ping.class).reply()).isTrue();
      assertThat(server.request(Request.Ping.class).reply()).isTrue();
      assertThat(client.closed()).isNull();
    }
  }

  @Test
  void serverThatSaysNothingIsTakenForDead() throws Exception {
    server.script((_, request) -> request instanceof Request.Ping);
    var config = server.config("alice").withTiming(timing(LONG, SHORT));
    try (var _ = Client.connect(config, recorder)) {
      assertThat(recorder.cause()).isEqualTo(Closed.Cause.LOST);
    }
  }

  @Test
  void displacedDeviceIsTold() throws Exception {
    try (var _ = connect()) {
      var session = server.login();
      session.send(new Kicked("another device of this user logged in", ClientType.MAC, "mac"));
      session.hangUp();
      assertThat(recorder.closed.get())
          .isEqualTo(new Closed(Closed.Cause.DISPLACED, "another device of this user logged in"));
    }
  }

  @Test
  void peerThatSpeaksSomethingElseIsLeft() throws Exception {
    try (var _ = connect()) {
      server.login().sendRaw(Unpooled.copiedBuffer("HTTP/1.1 400 Bad Request\r\n\r\n", UTF_8));
      assertThat(recorder.closed.get().cause()).isEqualTo(Closed.Cause.UNREADABLE);
      assertThat(recorder.closed.get().detail()).contains("sent a malformed frame: bodyLength: ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 400 Bad Request | HTTP",
        "SSH-2.0-OpenSSH_9.6 | another protocol",
        "+OK ready | another protocol"
      })
  void peerThatIsNoServerIsToldByWhatItSpeaks(String firstWords, String protocol) {
    server.script((session, _) -> {
      session.sendRaw(Unpooled.copiedBuffer(firstWords + "\r\n\r\n", UTF_8));
      return true;
    });
    assertThatThrownBy(this::connect)
        .isInstanceOf(DisconnectedException.class)
        .hasMessage(
            "127.0.0.1:"
                + server.port()
                + " speaks "
                + protocol
                + " (expected: the TCP port of a Whale Shark server, 19001 unless its tcp-port says"
                + " otherwise)");
  }

  @Test
  void listenerThatFallsTooFarBehindLosesTheConnection() throws Exception {
    var blocked = new CountDownLatch(1);
    recorder.also = (_, _) -> awaitUninterruptibly(blocked);
    try (var client = connect()) {
      sendUntilClosed(server.login(), Client.EVENTS_AT_MOST + 10);
      assertThat(client.awaitClosed(LONG)).isTrue();
      assertThat(client.closed()).extracting(Closed::cause).isEqualTo(Closed.Cause.OVERRUN);
      blocked.countDown();
      assertThat(recorder.cause()).isEqualTo(Closed.Cause.OVERRUN);
    }
  }

  /// The client may have had enough, and be gone, before the last of them are sent.
  private static void sendUntilClosed(ScriptedServer.Session session, int pushes) {
    try {
      for (int i = 1; i <= pushes; i++) {
        session.send(
            ScriptedServer.push(
                ScriptedServer.message("bob", Peer.direct("alice"), i), "alice", i - 1, i));
      }
    } catch (IOException e) {
      // so it is
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void argumentsOutOfBoundsAreRefusedHere() {
    try (var client = connect()) {
      assertThatThrownBy(() -> client.pullInbox(0, 0))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("maxLimit: 0 (expected: 1..500)");
      assertThat(client.ping()).isPositive();
    }
    assertThatThrownBy(() -> ClientConfig.local("alice").at("localhost", 0))
        .hasMessage("port: 0 (expected: 1..65535)");
    assertThatThrownBy(() -> ClientConfig.local(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("userId");
  }
}
