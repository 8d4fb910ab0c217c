package io.whaleshark.client.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.client.sdk.ScriptedServer;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.MessageEvent.MessagePush;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Goal: the generator finds what a faulty server does to messages, and nothing in a sound one.
/// Method: a scripted server that delivers, and gets single messages wrong.
@Timeout(60)
class P2pBenchTest {
  private static final int NOTHING = 0;
  private static final int TWICE = 2;

  private ScriptedServer server;
  private final Map<String, ScriptedServer.Session> users = new ConcurrentHashMap<>();
  private final Map<String, Long> sequences = new ConcurrentHashMap<>();

  @BeforeEach
  void listen() throws IOException {
    server = new ScriptedServer();
  }

  @AfterEach
  void hangUp() throws IOException {
    server.close();
  }

  private P2pResult run(int pairs, int threads) throws InterruptedException {
    var plan =
        new P2pPlan(
            "127.0.0.1",
            server.port(),
            10_001,
            pairs,
            5,
            40,
            threads,
            Duration.ofMillis(100),
            Duration.ofMillis(300),
            Duration.ofMillis(500));
    return P2pBench.run(plan, new P2pReport.Quiet());
  }

  /// Acknowledges each message, and delivers it as often as is said for its sequence.
  private void deliver(LongUnaryOperator times) {
    server.script((session, request) -> {
      if (request instanceof Request.LogIn login) {
        users.put(login.userId(), session);
      }
      if (!(request instanceof Request.Send send)) {
        return false;
      }
      long sequence = sequences.merge(send.fromId(), 1L, Long::sum);
      session.send(ScriptedServer.ack(send, sequence));
      for (long i = times.applyAsLong(sequence); i > 0; i--) {
        receiver(send).send(push(send, sequence));
      }
      return true;
    });
  }

  private ScriptedServer.Session receiver(Request.Send send) {
    var session = users.get(send.to().id());
    if (session == null) {
      throw new AssertionError(send.to() + " isn't logged in");
    }
    return session;
  }

  private static MessagePush push(Request.Send send, long sequence) {
    var message =
        new ChatMessage(
            10_001,
            send.messageId(),
            send.fromId(),
            send.to(),
            send.messageBody(),
            null,
            1,
            sequence,
            sequence,
            false);
    return ScriptedServer.push(message, send.to().id(), sequence - 1, sequence);
  }

  @Test
  void soundServerIsFoundSound() throws Exception {
    deliver(_ -> 1);
    var result = run(4, 2);
    assertThat(result.reasons()).isEmpty();
    assertThat(result.checks().isFlawless()).as(result.checks().toString()).isTrue();
    assertThat(result.isGood()).isTrue();
    assertThat(result.acked()).isPositive();
    assertThat(result.delivered()).isPositive();
    assertThat(result.ackLatency().getTotalCount()).isPositive();
    assertThat(result.deliveryLatency().getMaxValue()).isPositive();
    assertThat(result.driverCores()).isPositive();
    assertThat(P2pReport.json(result)).startsWith("{\"bench\":\"p2p\",\"good\":true,\"pairs\":4,");
  }

  @Test
  void lostMessageIsFound() throws Exception {
    deliver(sequence -> sequence == 3 ? NOTHING : 1);
    var result = run(1, 1);
    assertThat(result.checks().lost()).isEqualTo(1);
    assertThat(result.checks().duplicated() + result.checks().reordered()).isZero();
    assertThat(result.isGood()).isFalse();
  }

  @Test
  void doubledMessageIsFound() throws Exception {
    deliver(sequence -> sequence == 3 ? TWICE : 1);
    var result = run(1, 1);
    assertThat(result.checks().duplicated()).isEqualTo(1);
    assertThat(result.checks().lost()).isZero();
    assertThat(result.isGood()).isFalse();
  }

  @Test
  void skippedSequenceIsFound() throws Exception {
    server.script((session, request) -> {
      if (!(request instanceof Request.Send send)) {
        return false;
      }
      session.send(ScriptedServer.ack(send, sequences.merge(send.fromId(), 2L, Long::sum)));
      return true;
    });
    assertThat(run(1, 1).checks().mismatched()).isPositive();
  }

  @Test
  void unacknowledgedMessagesAreCounted() throws Exception {
    server.script((_, request) -> request instanceof Request.Send);
    var result = run(2, 1);
    assertThat(result.checks().unanswered()).isEqualTo(10);
    assertThat(result.isGood()).isFalse();
  }

  @Test
  void refusalBreaksThePairAndIsShown() throws Exception {
    server.script((session, request) -> {
      if (request instanceof Request.Send) {
        session.send(Refused.of(request, RefusalCode.RETRY_LATER, "the store is away"));
        return true;
      }
      return false;
    });
    var result = run(2, 1);
    assertThat(result.checks().broken()).isEqualTo(2);
    assertThat(result.reasons()).first().asString().contains("the store is away");
  }

  @Test
  void lostConnectionBreaksThePair() throws Exception {
    server.script((session, request) -> {
      if (request instanceof Request.Send) {
        session.hangUp();
      }
      return false;
    });
    var result = run(2, 1);
    assertThat(result.checks().broken()).isEqualTo(2);
    assertThat(result.isGood()).isFalse();
  }

  @Test
  void refusedLoginIsSaid() {
    server.script((session, request) -> {
      session.send(Refused.of(request, RefusalCode.LOGIN_REFUSED, "token: missing"));
      return true;
    });
    assertThatThrownBy(() -> run(1, 1))
        .isInstanceOf(BenchException.class)
        .hasMessage("login refused with 40101: token: missing");
  }
}
