package io.whaleshark.client.sdk;

import io.whaleshark.protocol.ConversationEvent.ConversationDeleted;
import io.whaleshark.protocol.ConversationEvent.ConversationSetAck;
import io.whaleshark.protocol.ConversationEvent.ConversationUpdated;
import io.whaleshark.protocol.ConversationItem;
import io.whaleshark.protocol.ConversationType;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.GroupEvent;
import io.whaleshark.protocol.MessageEvent.MessagePush;
import io.whaleshark.protocol.MessageEvent.RecallAck;
import io.whaleshark.protocol.MessageEvent.RecallNotify;
import io.whaleshark.protocol.MessageEvent.ReceiveAckPush;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.PageEvent;
import io.whaleshark.protocol.PageEvent.ConversationPage;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ReadEvent.GroupReadReceipt;
import io.whaleshark.protocol.ReadEvent.ReadNotify;
import io.whaleshark.protocol.ReadEvent.ReadReceipt;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.SessionEvent;
import java.time.Duration;
import java.util.ArrayList;
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
/// senders, reports reads (again after a reconnect, since the server answers them with silence),
/// and follows ticks and unread counts.
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
  private final OwnSequences own = new OwnSequences();
  private final ConversationBook book;
  private final Outbox outbox;
  private final InboxSync inbox;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread keeper;

  /// Held while anything is told; guards [#inbox] and [#listedUpTo].
  private final ReentrantLock telling = new ReentrantLock();

  private long listedUpTo;

  /// The connection, null while there is none. Volatile: the keeper sets it, everybody reads it.
  private volatile @Nullable Client online;

  private SyncedClient(ClientConfig config, SyncConfig sync, UpdateListener listener) {
    this.config = config;
    this.sync = sync;
    this.listener = listener;
    this.book = new ConversationBook(config.user());
    this.outbox =
        new Outbox(
            config.timing().answer(),
            sync,
            (draft, ack) -> {
              own.add(draft.to(), ack.messageSequence());
              book.sent(draft.to(), ack);
            });
    this.inbox = new InboxSync(config.user(), sync, outbox::isOwn, own, book, this::tell);
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
    return outbox.add(draft);
  }

  /// How many messages wait for their acknowledgement.
  public int unacknowledged() {
    return outbox.size();
  }

  /// Waits until every message handed over is acknowledged or refused; nobody should send
  /// meanwhile.
  ///
  /// @return false if the time was over before
  public boolean awaitAcknowledged(Duration atMost) throws InterruptedException {
    return outbox.awaitEmpty(atMost);
  }

  /// Reports that everything up to a message has been displayed; once more after each reconnect
  /// until the server is known to have it. Older positions are ignored.
  ///
  /// @param messageSequence inclusive
  public void read(Peer in, long messageSequence) {
    if (!book.read(in, messageSequence)) {
      return;
    }
    var client = online;
    if (client != null) {
      try {
        client.read(in, messageSequence);
      } catch (DisconnectedException _) {
        // It is said again after the next login.
      }
    }
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
    book.changed(of, change);
  }

  /// What is known of a conversation now; an empty one if nothing is.
  public ConversationState conversation(Peer of) {
    return book.state(of);
  }

  /// What is known of all conversations, in no particular order.
  public List<ConversationState> conversations() {
    return book.states();
  }

  private void keepConnected(Client first) {
    var backoff = new Backoff(sync);
    try {
      Client client = first;
      while (client != null) {
        Closed why = serve(client, backoff);
        client = isFinal(why) ? stop(why) : reconnect(backoff, why.detail());
      }
    } finally {
      // Also if the listener throws: nobody may wait for an acknowledgement that can't come.
      outbox.close(new DisconnectedException("stopped", null));
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
      outbox.connected(client);
      catchUp(client);
      backoff.reset();
      tell(new Update.StateChanged(new SyncState.Online()));
      while (!client.awaitClosed(LOOK_AFTER) && closing.getCount() > 0) {
        outbox.retryOverdue();
        storeCursor();
        if (book.hasUncounted()) {
          refreshList(client);
        }
      }
    } catch (ClientException e) {
      client.end(Closed.Cause.LOST, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      online = null;
      outbox.disconnected();
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
    outbox.close(new DisconnectedException(why.detail(), null));
    tell(new Update.StateChanged(new SyncState.Stopped(why)));
    return null;
  }

  private void catchUp(Client client) {
    telling.lock();
    try {
      List<ConversationItem> changed = pullList(client);
      inbox.loggedIn(client);
      changed.forEach(item -> confirmReceived(client, item));
      book.unconfirmedReads().forEach(position -> client.read(position.in(), position.upTo()));
    } finally {
      telling.unlock();
    }
  }

  private List<ConversationItem> pullList(Client client) {
    var changed = new ArrayList<ConversationItem>();
    ConversationPage page;
    do {
      page = client.conversations(listedUpTo, sync.pageLimit());
      if (!page.completed() && page.maxSequence() <= listedUpTo) {
        throw new DisconnectedException(
            "the server's conversation page doesn't go on after " + listedUpTo, null);
      }
      page.dataList().forEach(item -> tell(new Update.Listed(book.listed(item))));
      changed.addAll(page.dataList());
      listedUpTo = Math.max(listedUpTo, page.maxSequence());
    } while (!page.completed());
    return changed;
  }

  /// After a read that left something unread: only the server can count it.
  private void refreshList(Client client) {
    telling.lock();
    try {
      var _ = pullList(client);
    } finally {
      telling.unlock();
    }
  }

  /// An acknowledgement may have been lost with the process that gave it; what is unread shows it.
  private void confirmReceived(Client client, ConversationItem item) {
    var last = item.lastMessage();
    if (last != null
        && item.of().type() == ConversationType.DIRECT
        && item.unreadCount() > 0
        && !last.fromId().equals(config.user())) {
      inbox.acknowledge(client, item.of(), last);
    }
  }

  private void storeCursor() {
    telling.lock();
    try {
      inbox.store();
    } finally {
      telling.unlock();
    }
  }

  private final class Pushes implements ClientListener {
    @Override
    public void onEvent(Client from, Event event) {
      telling.lock();
      try {
        pushed(from, event);
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

  private void pushed(Client from, Event event) {
    switch (event) {
      case MessagePush push -> inbox.pushed(from, push);
      case RecallNotify notify -> inbox.recalled(from, notify);
      case ReceiveAckPush ack -> received(ack);
      case ReadReceipt receipt -> readByPeer(Peer.direct(receipt.fromId()), receipt);
      case GroupReadReceipt receipt -> {
        book.groupRead(Peer.group(receipt.groupId()), receipt);
        tell(new Update.ReadInGroup(Peer.group(receipt.groupId()), receipt));
      }
      case ReadNotify read -> {
        book.readElsewhere(read.in(), read.messageSequence(), read.unreadCount());
        tell(new Update.OwnRead(read.in(), read.messageSequence(), read.unreadCount()));
      }
      case ConversationUpdated(ConversationItem item) -> tell(new Update.Listed(book.listed(item)));
      case ConversationDeleted(String _, Peer of) -> tell(new Update.Hidden(of));
      case GroupEvent change -> tell(new Update.GroupChanged(change));
      case Refused refused -> tell(new Update.Refusal(refused));
      case SendAck _, RecallAck _, ConversationSetAck _, PageEvent _, SessionEvent _ -> {
        // Answers go to whom they answer; how the session ends is told as a state.
      }
    }
  }

  private void readByPeer(Peer in, ReadReceipt receipt) {
    if (book.peerRead(in, receipt.messageSequence())) {
      tell(new Update.ReadByPeer(in, receipt.messageSequence()));
    }
  }

  private void received(ReceiveAckPush ack) {
    Peer in = Peer.direct(ack.fromId());
    if (ack.serverSend()) {
      tell(new Update.Held(in, ack.messageSequence()));
    } else if (book.peerReceived(in, ack.messageSequence())) {
      tell(new Update.Delivered(in, ack.messageSequence()));
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
