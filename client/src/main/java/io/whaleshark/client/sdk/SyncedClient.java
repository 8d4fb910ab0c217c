package io.whaleshark.client.sdk;

import io.whaleshark.client.sync.Backoff;
import io.whaleshark.client.sync.ConversationChange;
import io.whaleshark.client.sync.ConversationState;
import io.whaleshark.client.sync.ReadReport;
import io.whaleshark.client.sync.TypingBook;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.MessageEvent.EditAck;
import io.whaleshark.protocol.MessageEvent.RecallAck;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.PageEvent.HistoryPage;
import io.whaleshark.protocol.Peer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A user's device that stays in sync: the class to build an application on.
///
/// It reconnects with exponential back-off and jitter. It resends unacknowledged messages under the
/// same message id, which is idempotent (C2). It pulls the inbox after each login and whenever a
/// push was lost, and fetches from history what the inbox has dropped. It delivers each message
/// once (C3). It acknowledges direct messages to their senders, repeats read reports until the
/// server has them, and tracks ticks and unread counts. [io.whaleshark.client.sync] makes the
/// decisions; this class adds the socket, the clock and the threads.
///
/// - **Threads:** thread-safe. One virtual thread connects and handles overdue work; updates are
///   delivered as [UpdateListener] describes.
/// - **Restart:** the cursor is stored after each pull, about once a second, and on [#close]. After
///   a crash the messages of the last second are delivered again. Unacknowledged messages are lost
///   with the process: if that matters, keep their drafts and send them again.
/// - **Closing:** the caller of [#open] closes the client.
public final class SyncedClient implements AutoCloseable {
  private static final Duration LOOK_AFTER = Duration.ofMillis(500);

  private final ClientConfig config;
  private final SyncConfig sync;
  private final UpdateListener listener;
  private final DeviceState state;
  private final OutboxSender sender;
  private final Incoming incoming;
  private final TypingSync typing;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread keeper;

  /// Held while anything is delivered; guards [#incoming].
  private final ReentrantLock telling = new ReentrantLock();

  /// The connection, null while there is none. Volatile: the keeper sets it, all threads read it.
  private volatile @Nullable Client online;

  private SyncedClient(ClientConfig config, SyncConfig sync, UpdateListener listener) {
    this.config = config;
    this.sync = sync;
    this.listener = listener;
    this.state = new DeviceState(config, sync);
    this.sender = new OutboxSender(config, sync, state);
    this.typing = new TypingSync(state, () -> online);
    this.incoming = new Incoming(sync, state, this::tell);
    Client first = Client.connect(config, new Pushes());
    this.keeper = DaemonThread.start("sync", config.user(), () -> keepConnected(first));
  }

  /// Logs in for the first time, and stays in sync from then on until it is closed.
  ///
  /// Missed messages are delivered after this returns, or during the call; [SyncState.Online] marks
  /// the end of that.
  ///
  /// @throws ClientException as [Client#connect]; the first login is not retried
  /// @throws java.io.UncheckedIOException if the cursor can't be read
  public static SyncedClient open(ClientConfig config, SyncConfig sync, UpdateListener listener) {
    return new SyncedClient(config, sync, listener);
  }

  /// Sends a message, now or as soon as there is a connection. Blocks only while too many wait.
  ///
  /// Messages are sent in the order of the calls. A message that the server refused temporarily is
  /// sent again after those behind it.
  ///
  /// @return completes when the message is durable; fails with [RefusedException] if the server
  ///   refuses the message, or with [DisconnectedException] if this client was closed or stopped
  ///   before (the outcome is then unknown). Dependent actions must not block: they run on the
  ///   thread that reads the socket.
  public CompletableFuture<SendAck> send(Draft draft) {
    state.tell(device -> device.ownTyping().sent(draft.to()));
    return sender.add(draft);
  }

  /// The number of unacknowledged messages.
  public int unacknowledged() {
    return sender.size();
  }

  /// Waits until every message is acknowledged or refused; don't send meanwhile.
  ///
  /// @return false if the time was over before
  public boolean awaitAcknowledged(Duration atMost) throws InterruptedException {
    return sender.awaitEmpty(atMost);
  }

  /// Reports that everything up to a message has been displayed, and repeats the report until the
  /// server is known to have it. One report of a conversation is in flight at a time; later
  /// positions are combined into the next report. A position has no effect if it isn't newer than
  /// the last one, or is beyond the newest message known here.
  ///
  /// @param messageSequence inclusive
  public void read(Peer in, long messageSequence) {
    var client = online;
    if (state.ask(device -> device.book().read(in, messageSequence)) && client != null) {
      reportReads(client);
    }
  }

  private void reportReads(Client client) {
    send(client, state.ask(device -> device.book().dueReports(System.nanoTime())));
  }

  private void send(Client client, List<ReadReport> reports) {
    try {
      reports.forEach(report -> client.tell(report.request(config.user())));
    } catch (DisconnectedException _) {
      // The reports are sent again after the next login.
    }
  }

  /// Pulls messages of a conversation, ascending. Messages newer than those delivered so far become
  /// known here. Blocks.
  ///
  /// @throws ClientException as [Client#history]
  public HistoryPage history(Peer of, HistoryRange range) {
    HistoryPage page = range.askedOf(client(), of);
    List<ChatMessage> found = page.dataList();
    if (!found.isEmpty()) {
      state.tell(device -> device.book().found(of, found.get(found.size() - 1)));
    }
    return page;
  }

  /// Recalls an own message, within the app's time window. Blocks; no [Update.Recalled] follows on
  /// this device. Idempotent.
  ///
  /// @throws ClientException as [Client#recall], or if there is no connection
  public RecallAck recall(Peer in, long messageSequence) {
    RecallAck ack = client().recall(in, messageSequence);
    state.tell(device -> {
      device.inbox().recalledHere(in, messageSequence);
      device.book().recalled(in, messageSequence);
    });
    return ack;
  }

  /// Gives an own message another content, within the app's time window. Blocks; no [Update.Edited]
  /// follows on this device. Repeating the newest edit gets the same answer.
  ///
  /// @throws ClientException as [Client#edit], or if there is no connection
  public EditAck edit(Revision revision) {
    EditAck ack = client().edit(revision);
    Peer in = revision.in();
    state.tell(device -> {
      device
          .inbox()
          .editedHere(
              in, ack.messageSequence(), ack.editedTime(), revision.body(), revision.extra());
      device.book().editedHere(in, ack, revision.body(), revision.extra());
    });
    return ack;
  }

  /// The connection, for all other requests: history, readers, recalls, settings, blocks.
  ///
  /// @throws DisconnectedException if there is none at the moment
  public Client client() {
    var client = online;
    if (client == null) {
      throw new DisconnectedException("not connected to " + config.server(), null);
    }
    return client;
  }

  /// Pins, mutes or hides a conversation. Blocks until the server has applied it.
  ///
  /// @throws ClientException as [Client#setConversation], or if there is no connection
  public void changeConversation(Peer of, ConversationChange change) {
    client().setConversation(of, change);
    state.tell(device -> device.book().changed(of, change));
  }

  /// How a push service reaches this device while it is not connected.
  ///
  /// @throws ClientException if there is no connection
  public DevicePush push() {
    return new DevicePush(client());
  }

  /// Lets others see how far this user reads and receives from now on, or not. Blocks until the
  /// server has applied it.
  ///
  /// @throws ClientException as [Client#setReceipts], or if there is no connection
  public void setReceipts(boolean on) {
    Client client = client();
    var _ = client.setReceipts(on);
    boolean areShown = client.receipts().othersShown();
    telling.lock();
    try {
      incoming.receipts(client, areShown);
    } finally {
      telling.unlock();
    }
  }

  /// Who is writing at the moment: this user, and others.
  public TypingSync typing() {
    return typing;
  }

  /// The current state of a conversation; an empty one if it is unknown.
  public ConversationState conversation(Peer of) {
    return state.ask(device -> device.book().state(of));
  }

  /// The current states of all conversations that the user has not hidden, in no particular order.
  public List<ConversationState> conversations() {
    return state.ask(device -> device.book().states());
  }

  private void keepConnected(Client first) {
    var backoff = new Backoff(sync.firstPause(), sync.longestPause(), sync.random());
    try {
      Client client = first;
      while (client != null) {
        Closed why = serve(client, backoff);
        client = isFinal(why) ? stop(why) : reconnect(backoff, why.detail());
      }
    } finally {
      // Also if the listener throws: no caller may wait for an acknowledgement that can't arrive.
      sender.close(new DisconnectedException("stopped", null));
    }
  }

  private static boolean isFinal(Closed why) {
    return switch (why.cause()) {
      case HERE, DISPLACED, REFUSED, LISTENER -> true;
      case LOST, UNREADABLE, OVERRUN -> false;
    };
  }

  /// Serves one connection until it ends.
  private Closed serve(Client client, Backoff backoff) {
    try (client) {
      tell(new Update.StateChanged(new SyncState.CatchingUp()));
      online = client;
      sender.connected(client);
      typing.connected(client);
      catchUp(client);
      backoff.reset();
      tell(new Update.StateChanged(new SyncState.Online()));
      while (!client.awaitClosed(LOOK_AFTER) && closing.getCount() > 0) {
        sender.retryOverdue();
        lookAfter(client);
      }
    } catch (ClientException e) {
      client.end(new Closed(Closed.Cause.LOST, String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      online = null;
      sender.disconnected();
    }
    disconnected();
    var why = client.closed();
    return why == null || closing.getCount() == 0 ? new Closed(Closed.Cause.HERE, "closed") : why;
  }

  private @Nullable Client reconnect(Backoff backoff, String reason) {
    String why = reason;
    while (pause(backoff.next(), why)) {
      try {
        return Client.connect(config, new Pushes());
      } catch (ClientException e) {
        why = String.valueOf(e.getMessage());
        if (e instanceof RefusedException refused && !refused.mayRetry()) {
          return stop(new Closed(Closed.Cause.REFUSED, why));
        }
      }
    }
    return stop(new Closed(Closed.Cause.HERE, "closed"));
  }

  /// Waits before the next attempt; returns false if there is to be none.
  private boolean pause(Duration length, String why) {
    tell(new Update.StateChanged(new SyncState.Offline(why, length)));
    try {
      return !closing.await(length.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private @Nullable Client stop(Closed why) {
    sender.close(new DisconnectedException(why.detail(), null));
    tell(new Update.StateChanged(new SyncState.Stopped(why)));
    return null;
  }

  private void catchUp(Client client) {
    telling.lock();
    try {
      incoming.catchUp(client);
    } finally {
      telling.unlock();
    }
    reportReads(client);
  }

  /// Does the work that is due. Pulls the conversation list for what only the server knows: the
  /// unread count after a read, and whether it has the read report.
  private void lookAfter(Client client) {
    telling.lock();
    try {
      incoming.store();
      incoming.typingEnded(typing -> typing.expire(System.nanoTime()));
      incoming.sayAgain(client);
      if (state.ask(device -> device.book().needsList())) {
        incoming.pullList(client);
      }
    } finally {
      telling.unlock();
    }
    reportReads(client);
  }

  private void disconnected() {
    telling.lock();
    try {
      incoming.store();
      incoming.typingEnded(TypingBook::clear);
    } finally {
      telling.unlock();
    }
  }

  private final class Pushes implements ClientListener {
    @Override
    public void onEvent(Client from, Event event) {
      telling.lock();
      try {
        incoming.pushed(from, event);
      } catch (ClientException e) {
        // The pull that the push required has failed. The next login pulls again.
        from.end(new Closed(Closed.Cause.LOST, String.valueOf(e.getMessage())));
      } finally {
        telling.unlock();
      }
    }

    @Override
    public void onClosed(Client from, Closed why) {
      // The keeper waits for this.
    }
  }

  private void tell(Update update) {
    telling.lock();
    try {
      listener.on(update);
    } finally {
      telling.unlock();
    }
  }

  /// Sends the last read reports, ends the connection and stores the cursor before it returns,
  /// unless the listener calls it. Idempotent.
  @Override
  public void close() {
    closing.countDown();
    var client = online;
    if (client != null) {
      send(client, state.ask(device -> device.book().unsentReports()));
      client.close();
    }
    if (telling.isHeldByCurrentThread()) {
      // Called by the listener; the keeper may be waiting for the listener to return.
      return;
    }
    try {
      keeper.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
