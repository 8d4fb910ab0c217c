package io.whaleshark.client.sdk;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.CanonicalJson;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ConversationItem;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.EventFrame;
import io.whaleshark.protocol.FrameLimits;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.MessageEvent.MessagePush;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.PageEvent.ConversationPage;
import io.whaleshark.protocol.PageEvent.HistoryPage;
import io.whaleshark.protocol.PageEvent.InboxEntry;
import io.whaleshark.protocol.PageEvent.InboxPage;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ReceiptsEvent;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.RequestFrame;
import io.whaleshark.protocol.SessionEvent.LoginAck;
import io.whaleshark.protocol.SessionEvent.Pong;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// A peer that speaks frames on a real loopback socket and does what a test tells it.
///
/// Without a script it answers logins, pings, sends, and pulls of an empty inbox and list.
public final class ScriptedServer implements AutoCloseable {
  /// Decides about a request before the server does.
  @FunctionalInterface
  public interface Script {
    /// Looks at a request.
    ///
    /// @return whether the script has dealt with it, by an answer or by silence
    boolean on(Session session, Request request) throws IOException;
  }

  private static final long SECONDS = 30;

  private final ServerSocket listening;
  private final List<Session> open = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Session> logins = new LinkedBlockingQueue<>(1_000);
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>(100_000);
  private volatile Script script = (_, _) -> false;
  private volatile long maxSequence;

  public ScriptedServer() throws IOException {
    listening = new ServerSocket();
    listening.setReuseAddress(true);
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofVirtual().name("scripted-accept").start(this::accept);
  }

  public int port() {
    return listening.getLocalPort();
  }

  public ClientConfig config(String user) {
    return ClientConfig.local(user).at("127.0.0.1", port());
  }

  public void script(Script now) {
    script = now;
  }

  /// Answers pulls of the list and of history: Bob's messages 1 to `newest`, of which Alice has
  /// read some.
  public static Script messagesOfBob(long newest, long read) {
    return (session, request) ->
        switch (request) {
          case Request.ConversationPull pull -> {
            List<ConversationItem> items =
                pull.lastSequence() <= 1 ? List.of(item("alice", "bob", newest, read)) : List.of();
            session.send(new ConversationPage(items, 50, true, pull.requestId()));
            yield true;
          }
          case Request.HistoryPull pull -> {
            session.send(page(pull, newest));
            yield true;
          }
          default -> false;
        };
  }

  private static HistoryPage page(Request.HistoryPull pull, long newest) {
    Long before = pull.beforeSequence();
    Long after = pull.afterSequence();
    long end = before == null ? newest + 1 : before;
    long from = after == null ? end - pull.maxLimit() : after + 1;
    long to = Math.min(newest, from + pull.maxLimit() - 1);
    return new HistoryPage(
        LongStream.rangeClosed(Math.max(1, from), to)
            .mapToObj(sequence -> message("bob", Peer.direct("alice"), sequence))
            .toList(),
        after == null ? from <= 1 : to == newest,
        pull.requestId());
  }

  /// What the next logins are told of the newest inbox sequence.
  public void maxSequence(long sequence) {
    maxSequence = sequence;
  }

  private void accept() {
    try {
      while (true) {
        var session = new Session(listening.accept());
        open.add(session);
        Thread.ofVirtual().name("scripted-session").start(session::serve);
      }
    } catch (IOException _) {
      // The test is over.
    }
  }

  /// Waits for the next login.
  public Session login() throws InterruptedException {
    var session = logins.poll(SECONDS, TimeUnit.SECONDS);
    if (session == null) {
      throw new AssertionError("no login within " + SECONDS + " s");
    }
    return session;
  }

  /// Waits for the next request of a kind; others before it are dropped.
  public <T extends Request> T request(Class<T> kind) throws InterruptedException {
    return request(kind, _ -> true);
  }

  /// Waits for the next request of a kind that is wanted; others before it are dropped.
  public <T extends Request> T request(Class<T> kind, Predicate<T> wanted)
      throws InterruptedException {
    for (int i = 0; i < 10_000; i++) {
      var request = requests.poll(SECONDS, TimeUnit.SECONDS);
      if (request == null) {
        break;
      }
      if (kind.isInstance(request) && wanted.test(kind.cast(request))) {
        return kind.cast(request);
      }
    }
    throw new AssertionError("no " + kind.getSimpleName() + " within " + SECONDS + " s");
  }

  /// The requests that have come and were not waited for.
  List<Request> unseen() {
    return List.copyOf(requests);
  }

  /// The sends among them.
  public List<Request> unseenSends() {
    return requests.stream().filter(Request.Send.class::isInstance).toList();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    open.forEach(Session::hangUp);
  }

  /// One connection.
  public final class Session {
    private final Socket socket;
    private long sequence;

    private Session(Socket socket) {
      this.socket = socket;
    }

    private void serve() {
      ByteBuf arrived = Unpooled.buffer();
      try {
        while (arrived.writeBytes(socket.getInputStream(), 1 << 16) >= 0) {
          for (var frame = RequestFrame.tryRead(arrived, FrameLimits.DEFAULT);
              frame != null;
              frame = RequestFrame.tryRead(arrived, FrameLimits.DEFAULT)) {
            received(frame.request());
          }
        }
      } catch (IOException _) {
        // The client has hung up.
      }
    }

    private void received(Request request) throws IOException {
      requests.add(request);
      if (!script.on(this, request)) {
        var answer = answer(request);
        if (answer != null) {
          send(answer);
        }
      }
      if (request instanceof Request.LogIn) {
        logins.add(this);
      }
    }

    private @Nullable Event answer(Request request) {
      return switch (request) {
        case Request.LogIn login ->
            new LoginAck(login.userId(), 1_000, maxSequence, login.requestId());
        case Request.Ping ping -> ping.reply() ? new Pong(ping.requestId()) : null;
        case Request.Send send -> ack(send, ++sequence);
        case Request.InboxPull pull ->
            new InboxPage(List.of(), pull.lastSequence(), true, false, List.of(), pull.requestId());
        case Request.ConversationPull pull ->
            new ConversationPage(List.of(), pull.lastSequence(), true, pull.requestId());
        case Request.ReceiptsPull pull ->
            new ReceiptsEvent.ReceiptsState(true, true, false, pull.requestId());
        default -> null;
      };
    }

    /// Sends events in one piece.
    public synchronized void send(Event... events) throws IOException {
      ByteBuf out = Unpooled.buffer();
      for (Event event : events) {
        out.writeBytes(frame(event));
      }
      sendRaw(out);
    }

    void sendRaw(ByteBuf out) throws IOException {
      out.readBytes(socket.getOutputStream(), out.readableBytes());
    }

    public void hangUp() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// The bytes of an event.
  static ByteBuf frame(Event event) {
    ByteBuf frame = Unpooled.buffer();
    EventFrame.of(event, new JsonWriter(256)).writeTcp(frame);
    return frame;
  }

  /// The acknowledgement of a send.
  public static SendAck ack(Request.Send send, long sequence) {
    return new SendAck(
        send.to().type(), send.messageId(), sequence, sequence, 1_000, send.requestId());
  }

  /// A text; its key and id follow from the sequence.
  public static ChatMessage message(String from, Peer to, long sequence) {
    return new ChatMessage(
        10_001,
        from + "-" + to.id() + "-" + sequence,
        from,
        to,
        CanonicalJson.ofText("text " + sequence),
        null,
        1_000,
        sequence,
        sequence,
        false);
  }

  /// A line of a conversation list, all of whose messages are by the other one.
  public static ConversationItem item(String owner, String other, long newest, long read) {
    return new ConversationItem(
        owner,
        Peer.direct(other),
        50,
        read,
        newest,
        message(other, Peer.direct(owner), newest),
        newest - read,
        false,
        false,
        false,
        new ConversationItem.DirectState(0, 0));
  }

  static ChatMessage recalled(ChatMessage message) {
    return new ChatMessage(
        message.appId(),
        message.messageId(),
        message.fromId(),
        message.to(),
        Bytes.EMPTY,
        null,
        message.messageTime(),
        message.messageKey(),
        message.messageSequence(),
        true);
  }

  /// A push to a user.
  public static MessagePush push(ChatMessage message, String owner, long previous, long inbox) {
    return new MessagePush(message, owner, inbox, previous, false);
  }

  public static InboxEntry entry(ChatMessage message, String owner, long inbox) {
    return new InboxEntry(message, owner, inbox);
  }
}
