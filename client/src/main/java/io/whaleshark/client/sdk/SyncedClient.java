package io.whaleshark.client.sdk;

import io.whaleshark.client.sync.Backoff;
import io.whaleshark.client.sync.ConversationChange;
import io.whaleshark.client.sync.ConversationState;
import io.whaleshark.client.sync.ReadReport;
import io.whaleshark.protocol.Event;
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

/// A user's device that keeps up: what an application builds on.
///
/// It reconnects with growing pauses, sends again what was not acknowledged under the same message
/// id (C2), pulls the inbox after each login and whenever a push was lost, fetches from history
/// what the inbox has dropped, tells each message once (C3), acknowledges direct messages to their
/// senders, reports reads until the server has them, and follows ticks and unread counts. What it
/// decides is decided by [io.whaleshark.client.sync]; here are the socket, the clock and the
/// threads.
///
/// - **Threads:** thread-safe. One virtual thread connects and looks after what is overdue; updates
///   come as [UpdateListener] says.
/// - **Restart:** the cursor is stored after each pull, about once a second, and on [#close]. After
///   a crash the last second's messages are told again. Messages that were not acknowledged are
///   lost with the process: keep their drafts if that matters, and send them again.
/// - **Closing:** whoever opens closes.
public final class SyncedClient implements AutoCloseable {
  private static final Duration LOOK_AFTER = Duration.ofMillis(500);

  private final ClientConfig config;
  private final SyncConfig sync;
  private final UpdateListener listener;
  private final DeviceState state;
  private final Outgoing outgoing;
  private final Incoming incoming;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread keeper;

  /// Held while anything is told; guards [#incoming].
  private final ReentrantLock telling = new ReentrantLock();

  /// The connection, null while there is none. Volatile: the keeper sets it, everybody reads it.
  private volatile @Nullable Client online;

  private SyncedClient(ClientConfig config, SyncConfig sync, UpdateListener listener) {
    this.config = config;
    this.sync = sync;
    this.listener = listener;
    this.state = new DeviceState(config, sync);
    this.outgoing = new Outgoing(config, sync, state);
    this.incoming = new Incoming(sync, state, this::tell);
    Client first = Client.connect(config, new Pushes());
    this.keeper =
        Thread.ofVirtual()
            .name("whaleshark-sync-" + config.user())
            .start(() -> keepConnected(first));
  }

  /// Logs in for the first time, and keeps up from then on until it is closed.
  ///
  /// What was missed is told after this returns, or while it does; [SyncState.Online] tells when
  /// that is done.
  ///
  /// @throws ClientException as [Client#connect]; nothing is tried again then
  /// @throws java.io.UncheckedIOException if the cursor can't be read
  public static SyncedClient open(ClientConfig config, SyncConfig sync, UpdateListener listener) {
    return new SyncedClient(config, sync, listener);
  }

  /// Sends a message, now or as soon as there is a connection. Blocks only while too many wait.
  ///
  /// Messages leave in the order of the calls; one that the server refused for the moment is sent
  /// again after those behind it.
  ///
  /// @return completed when the message is durable; exceptionally with [RefusedException] if the
  ///   server won't have it, with [DisconnectedException] if this client was closed or stopped
  ///   before (the outcome is unknown then). What depends on it must not block: it runs on the
  ///   thread that reads the socket.
  public CompletableFuture<SendAck> send(Draft draft) {
    return outgoing.add(draft);
  }

  /// How many messages wait for their acknowledgement.
  public int unacknowledged() {
    return outgoing.size();
  }

  /// Waits until every message handed over is acknowledged or refused; nobody should send
  /// meanwhile.
  ///
  /// @return false if the time was over before
  public boolean awaitAcknowledged(Duration atMost) throws InterruptedException {
    return outgoing.awaitEmpty(atMost);
  }

  /// Reports that everything up to a message has been displayed, until the server is known to have
  /// it. One report of a conversation is under way at a time; what is displayed meanwhile follows
  /// as one. A position that isn't newer than before, or is beyond the newest message that is known
  /// here, moves nothing.
  ///
  /// @param messageSequence inclusive
  public void read(Peer in, long messageSequence) {
    var client = online;
    if (state.ask(device -> device.book().read(in, messageSequence)) && client != null) {
      reportReads(client);
    }
  }

  private void reportReads(Client client) {
    List<ReadReport> due = state.ask(device -> device.book().dueReports(System.nanoTime()));
    try {
      due.forEach(report -> client.tell(report.request(config.user())));
    } catch (DisconnectedException _) {
      // They are made again after the next login.
    }
  }

  /// Messages of a conversation, ascending, of which those that are newer than what has been told
  /// become known here. Blocks.
  ///
  /// @throws ClientException as [Client#history]
  public HistoryPage history(Peer of, HistoryRange range) {
    HistoryPage page = range.askedOf(client(), of);
    if (!page.dataList().isEmpty()) {
      state.tell(device -> device.book().found(of, page.dataList().getLast()));
    }
    return page;
  }

  /// Withdraws an own message, within the app's time window. Blocks; [Update.Recalled] doesn't come
  /// for it here. Idempotent.
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

  /// The connection, for everything that isn't kept up: history, readers, recalls, settings.
  ///
  /// @throws DisconnectedException if there is none at the moment
  public Client client() {
    var client = online;
    if (client == null) {
      throw new DisconnectedException("not connected to " + config.server(), null);
    }
    return client;
  }

  /// Pins, mutes or hides a conversation. Blocks until the server has done so.
  ///
  /// @throws ClientException as [Client#setConversation], or if there is no connection
  public void changeConversation(Peer of, ConversationChange change) {
    client().setConversation(of, change);
    state.tell(device -> device.book().changed(of, change));
  }

  /// What is known of a conversation now; an empty one if nothing is.
  public ConversationState conversation(Peer of) {
    return state.ask(device -> device.book().state(of));
  }

  /// What is known of all conversations that the own user has not hidden, in no particular order.
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
      // Also if the listener throws: nobody may wait for an acknowledgement that can't come.
      outgoing.close(new DisconnectedException("stopped", null));
    }
  }

  private static boolean isFinal(Closed why) {
    return switch (why.cause()) {
      case HERE, DISPLACED, REFUSED, LISTENER -> true;
      case LOST, UNREADABLE, OVERRUN -> false;
    };
  }

  /// Looks after one connection until it ends.
  private Closed serve(Client client, Backoff backoff) {
    try (client) {
      tell(new Update.StateChanged(new SyncState.CatchingUp()));
      online = client;
      outgoing.connected(client);
      catchUp(client);
      backoff.reset();
      tell(new Update.StateChanged(new SyncState.Online()));
      while (!client.awaitClosed(LOOK_AFTER) && closing.getCount() > 0) {
        outgoing.retryOverdue();
        lookAfter(client);
      }
    } catch (ClientException e) {
      client.end(Closed.Cause.LOST, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      online = null;
      outgoing.disconnected();
    }
    storeCursor();
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

  /// Waits before the next try; false if there is to be none.
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
    outgoing.close(new DisconnectedException(why.detail(), null));
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

  /// Does what is due. The list is pulled for what only the server knows: what a read has left
  /// unread, and that it has the report.
  private void lookAfter(Client client) {
    telling.lock();
    try {
      incoming.store();
      incoming.sayAgain(client);
      if (state.ask(device -> device.book().needsList())) {
        incoming.pullList(client);
      }
    } finally {
      telling.unlock();
    }
    reportReads(client);
  }

  private void storeCursor() {
    telling.lock();
    try {
      incoming.store();
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
        // The pull that the push asked for failed. A new login pulls again.
        from.end(Closed.Cause.LOST, String.valueOf(e.getMessage()));
      } finally {
        telling.unlock();
      }
    }

    @Override
    public void onClosed(Client from, Closed why) {
      // The keeper waits for it.
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

  /// Ends the connection and stores the cursor, before this returns unless the listener calls it.
  /// Idempotent.
  @Override
  public void close() {
    closing.countDown();
    var client = online;
    if (client != null) {
      client.close();
    }
    if (telling.isHeldByCurrentThread()) {
      // Called by the listener, for whose return the keeper may be waiting.
      return;
    }
    try {
      keeper.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
