package io.whaleshark.client.sdk;

import io.whaleshark.client.sync.ConversationChange;
import io.whaleshark.protocol.BlockEvent;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ConversationEvent.ConversationSetAck;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.EventFrame;
import io.whaleshark.protocol.MessageEvent.EditAck;
import io.whaleshark.protocol.MessageEvent.RecallAck;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.MessageName;
import io.whaleshark.protocol.PageEvent.ConversationPage;
import io.whaleshark.protocol.PageEvent.GroupReadCountsPage;
import io.whaleshark.protocol.PageEvent.GroupReadersPage;
import io.whaleshark.protocol.PageEvent.HistoryPage;
import io.whaleshark.protocol.PageEvent.InboxPage;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.ReceiptsEvent;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.ReplaceRequest.Recall;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.RequestFrame;
import io.whaleshark.protocol.SessionEvent.Kicked;
import io.whaleshark.protocol.SessionEvent.LoginAck;
import io.whaleshark.protocol.SessionEvent.Pong;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One logged-in connection to a server, over TCP.
///
/// A `Client` that exists has logged in. It can't be reused after its connection has ended: connect
/// a new one, or use [SyncedClient], which reconnects.
///
/// - **Threads:** thread-safe. Requests block the caller until the answer arrives, at most
///   [ClientConfig.Timing#answer]; many may be in progress at once. Three virtual threads serve a
///   connection: one reads, one calls the listener, one pings.
/// - **Errors (C1):** a request throws [RefusedException] if the server refused it,
///   [DisconnectedException] or [UnansweredException] if its outcome is unknown, and
///   [ProtocolException] before anything is sent if an argument is out of the protocol's bounds.
/// - **Closing:** the caller of [#connect] closes the client.
public final class Client implements AutoCloseable {
  /// The maximum number of events that wait for a slow listener.
  public static final int EVENTS_AT_MOST = 10_000;

  private final ClientConfig config;
  private final ClientListener listener;
  private final FrameSocket socket;
  private final PendingRequests pending = new PendingRequests();
  private final EventQueue events = new EventQueue(EVENTS_AT_MOST);
  private final AtomicReference<@Nullable Closed> end = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final KeepAlive keepAlive;
  private final LoginAck login;

  private Client(ClientConfig config, ClientListener listener) {
    this.config = config;
    this.listener = listener;
    this.keepAlive = new KeepAlive(config.timing().ping());
    this.socket = FrameSocket.connect(config, config.timing().connect());
    start("reader", this::readFrames);
    try {
      this.login =
          await(submit(id -> new Request.LogIn(config.user(), config.token(), id)), LoginAck.class);
    } catch (ClientException e) {
      close();
      throw e;
    }
    start("listener", this::callListener);
    start("ping", () -> keepAlive.pingUntilEnd(this));
  }

  /// Connects and logs in.
  ///
  /// Events that arrive from now on go to the listener; the first may come before this method
  /// returns.
  ///
  /// @throws DisconnectedException if the server can't be reached or closes the connection
  /// @throws RefusedException if the server refuses the login
  /// @throws UnansweredException if the server doesn't answer in time
  public static Client connect(ClientConfig config, ClientListener listener) {
    return new Client(config, listener);
  }

  private void start(String role, Runnable work) {
    DaemonThread.start(role, config.user(), work);
  }

  public ClientConfig config() {
    return config;
  }

  /// The server's answer to the login.
  public LoginAck login() {
    return login;
  }

  /// Why the connection ended, or null while it is open.
  public @Nullable Closed closed() {
    return end.get();
  }

  /// Waits for the end of the connection.
  ///
  /// @return whether it has ended
  public boolean awaitClosed(Duration atMost) throws InterruptedException {
    return ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  // --- requests ---

  /// Sends a message; when this returns, the message is durable. Idempotent by message id.
  public SendAck send(Draft draft) {
    return await(submit(draft), SendAck.class);
  }

  /// Sends a text to a user or a group, under a new message id.
  public SendAck sendText(Peer to, String text) {
    return send(Draft.text(to, text));
  }

  /// Sends a message without waiting. The future completes with a [SendAck] or a [Refused], on the
  /// thread that reads the socket, so dependent actions must not block.
  CompletableFuture<Event> submit(Draft draft) {
    return submit(id -> draft.request(config.user(), id));
  }

  /// Reports that everything up to a message has been displayed. Idempotent; the read marker never
  /// moves back.
  ///
  /// The server does not answer a successful report: this method returns when the report is
  /// written, and a refusal goes to the listener.
  ///
  /// @param messageSequence inclusive
  public void read(Peer in, long messageSequence) {
    tell(new Request.Read(in, config.user(), messageSequence, null));
  }

  /// Reports that a direct message from another user has reached this device. Idempotent; not
  /// answered, like [#read].
  public void receiveAck(ChatMessage message) {
    tell(
        new Request.ReceiveAck(
            config.user(),
            message.fromId(),
            message.messageKey(),
            message.messageId(),
            message.messageSequence(),
            null));
  }

  /// Pulls a page of the inbox after a cursor, oldest first.
  ///
  /// @param after the cursor, exclusive; 0 for the whole inbox
  /// @param limit 1..500
  public InboxPage pullInbox(long after, int limit) {
    return ask(id -> new Request.InboxPull(after, limit, null, id), InboxPage.class);
  }

  /// Pulls the newest messages of a conversation, ascending.
  ///
  /// @param limit 1..500
  public HistoryPage history(Peer of, int limit) {
    return history(of, null, null, limit);
  }

  /// Pulls the last messages below a sequence, ascending.
  ///
  /// @param before exclusive
  public HistoryPage historyBefore(Peer of, long before, int limit) {
    return history(of, before, null, limit);
  }

  /// Pulls the first messages above a sequence, ascending.
  ///
  /// @param after exclusive
  public HistoryPage historyAfter(Peer of, long after, int limit) {
    return history(of, null, after, limit);
  }

  private HistoryPage history(Peer of, @Nullable Long before, @Nullable Long after, int limit) {
    return ask(
        id -> new Request.HistoryPull(of, before, after, limit, null, id), HistoryPage.class);
  }

  /// Pulls the conversations that changed after a cursor, oldest change first.
  ///
  /// @param after the cursor, exclusive; 0 for all
  /// @param limit 1..500
  public ConversationPage conversations(long after, int limit) {
    return ask(id -> new Request.ConversationPull(after, limit, null, id), ConversationPage.class);
  }

  /// Queries which users of a group message's audience have read it, ordered by user id.
  ///
  /// @param afterUser the cursor, exclusive; null for the first page
  public GroupReadersPage groupReaders(
      String groupId, long messageSequence, @Nullable String afterUser, int limit) {
    return ask(
        id -> new Request.GroupReaders(groupId, messageSequence, afterUser, limit, null, id),
        GroupReadersPage.class);
  }

  /// Queries the read counts of a range of the user's own group messages.
  ///
  /// @param from inclusive
  /// @param to inclusive, at most 199 above `from`
  public GroupReadCountsPage readCounts(String groupId, long from, long to) {
    return ask(
        id -> new Request.GroupReadCounts(groupId, from, to, null, id), GroupReadCountsPage.class);
  }

  /// Recalls an own message, within the app's time window. Idempotent.
  public RecallAck recall(Peer in, long messageSequence) {
    return ask(
        id -> new Recall(in, config.user(), MessageName.ofSequence(messageSequence), id),
        RecallAck.class);
  }

  /// Gives an own message another content, within the app's time window. Repeating the newest edit
  /// gets the same answer.
  public EditAck edit(Revision revision) {
    return ask(id -> revision.request(config.user(), id), EditAck.class);
  }

  /// Pins, mutes or hides a conversation for this user only. Idempotent.
  public ConversationSetAck setConversation(Peer of, ConversationChange change) {
    return ask(
        id ->
            new Request.ConversationSet(
                of, change.top(), change.mute(), change.deleted(), null, id),
        ConversationSetAck.class);
  }

  /// Blocks a user, or lifts the block. Idempotent. When this returns, direct messages that the
  /// blocked user sends to this one are refused with 40306, or taken again. Nobody is told.
  ///
  /// @throws RefusedException if the user blocks 1,000 others already, or themselves
  public BlockEvent.BlockSetAck setBlocked(String user, boolean isBlocked) {
    return ask(id -> new Request.BlockSet(user, isBlocked, null, id), BlockEvent.BlockSetAck.class);
  }

  /// Queries whom the user blocks: all of them, at most 1,000, ordered by user id.
  public BlockEvent.BlockPage blocked() {
    return ask(id -> new Request.BlockPull(null, id), BlockEvent.BlockPage.class);
  }

  /// Lets others see how far this user reads from now on, or not. Idempotent; an app may refuse it.
  public ReceiptsEvent.ReceiptsSetAck setReceipts(boolean on) {
    return ask(id -> new Request.ReceiptsSet(on, null, id), ReceiptsEvent.ReceiptsSetAck.class);
  }

  /// Queries whether others see the receipts of this user, and whether this user sees theirs.
  public ReceiptsEvent.ReceiptsState receipts() {
    return ask(id -> new Request.ReceiptsPull(null, id), ReceiptsEvent.ReceiptsState.class);
  }

  /// Pings the server and waits for the answer.
  ///
  /// @return the round-trip time
  public Duration ping() {
    long started = System.nanoTime();
    ask(id -> new Request.Ping(true, id), Pong.class);
    return Duration.ofNanos(System.nanoTime() - started);
  }

  // --- sending requests ---

  <T extends Event> T ask(Function<String, Request> request, Class<T> kind) {
    return await(submit(request), kind);
  }

  private CompletableFuture<Event> submit(Function<String, Request> request) {
    String id = pending.nextId();
    Request made = request.apply(id);
    CompletableFuture<Event> answer = pending.expect(id);
    answer.whenComplete((_, _) -> pending.forget(id));
    try {
      tell(made);
    } catch (DisconnectedException e) {
      answer.completeExceptionally(e);
    }
    return answer;
  }

  /// Sends a request that may have no answer.
  void tell(Request request) {
    var closed = end.get();
    if (closed != null) {
      throw new DisconnectedException(closed, null);
    }
    try {
      socket.write(RequestFrame.of(request, config.appId(), config.clientType(), config.device()));
    } catch (IOException e) {
      throw new DisconnectedException(end(new Closed(Closed.Cause.LOST, lost(e))), e);
    }
  }

  private <T extends Event> T await(CompletableFuture<Event> answer, Class<T> kind) {
    long millis = config.timing().answer().toMillis();
    try {
      Event event = answer.get(millis, TimeUnit.MILLISECONDS);
      if (event instanceof Refused refused) {
        throw new RefusedException(refused);
      }
      if (kind.isInstance(event)) {
        return kind.cast(event);
      }
      var odd = "the server answered with " + event.command();
      throw new DisconnectedException(end(new Closed(Closed.Cause.UNREADABLE, odd)), null);
    } catch (TimeoutException e) {
      answer.cancel(false);
      throw new UnansweredException("no answer after " + millis + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.cancel(false);
      throw new UnansweredException("interrupted while waiting for an answer", e);
    } catch (ExecutionException e) {
      var closed = end.get();
      throw new DisconnectedException(
          closed == null ? new Closed(Closed.Cause.LOST, "connection lost") : closed, e);
    }
  }

  private String lost(IOException e) {
    return "connection to " + config.server() + " lost: " + e.getMessage();
  }

  // --- receiving ---

  private void readFrames() {
    try {
      for (var frame = socket.read(); frame != null; frame = socket.read()) {
        keepAlive.arrived();
        arrived(frame);
      }
      end(new Closed(Closed.Cause.LOST, config.server() + " closed the connection"));
    } catch (IOException e) {
      end(new Closed(Closed.Cause.LOST, lost(e)));
    } catch (ProtocolException e) {
      end(new Closed(Closed.Cause.UNREADABLE, socket.unreadable(e)));
    } finally {
      events.close();
    }
  }

  private void arrived(EventFrame frame) {
    Event event = frame.event();
    if (pending.answer(event)) {
      return;
    }
    if (!events.offer(event)) {
      end(new Closed(Closed.Cause.OVERRUN, EVENTS_AT_MOST + " events wait for the listener"));
    }
    if (event instanceof Kicked kicked) {
      end(new Closed(Closed.Cause.DISPLACED, kicked.reason()));
    }
  }

  private void callListener() {
    try {
      for (var event = events.take(); event != null; event = events.take()) {
        listener.onEvent(this, event);
      }
    } finally {
      listener.onClosed(this, end(new Closed(Closed.Cause.LISTENER, "the listener failed")));
    }
  }

  // --- closing ---

  /// Ends the connection, unless it has already ended.
  ///
  /// @return why it ended: this reason, or an earlier one
  Closed end(Closed why) {
    Closed first = end.compareAndExchange(null, why);
    if (first != null) {
      return first;
    }
    socket.close();
    pending.end(new DisconnectedException(why, null));
    ended.countDown();
    return why;
  }

  /// Ends the connection. The listener hears of it. Idempotent.
  @Override
  public void close() {
    end(new Closed(Closed.Cause.HERE, "closed"));
  }
}
