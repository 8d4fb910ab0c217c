package io.whaleshark.client.sdk;

import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.Refused;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The messages that are not acknowledged yet (C2). Thread-safe.
///
/// What answers an entry runs on a connection's reading thread and takes no lock that is held while
/// writing to a socket: a server that stops reading until it is read from would otherwise never be.
final class Outbox {
  private static final int OWN_REMEMBERED = 10_000;

  private static final class Entry {
    private final long ticket;
    private final Draft draft;
    private final CompletableFuture<SendAck> acknowledged = new CompletableFuture<>();

    /// When to send again. Volatile: set by the sending and the reading thread.
    private volatile long dueNanos;

    /// Used by the thread that reads the connection's socket.
    private final Backoff refused;

    private Entry(long ticket, Draft draft, Backoff refused) {
      this.ticket = ticket;
      this.draft = draft;
      this.refused = refused;
    }
  }

  private final Duration patience;
  private final SyncConfig config;
  private final Semaphore room;
  private final BiConsumer<Draft, SendAck> onAck;
  private final Map<String, Entry> unacked = new ConcurrentHashMap<>();
  private final AtomicLong tickets = new AtomicLong();
  private final Set<String> own =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<String, Boolean>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > OWN_REMEMBERED;
                }
              }));

  /// Keeps messages on the wire in the order of their tickets. Guards [#connection].
  private final ReentrantLock sending = new ReentrantLock();

  private @Nullable Client connection;

  /// Volatile: set once by [#close].
  private volatile @Nullable DisconnectedException closed;

  /// @param patience how long to wait for an acknowledgement before sending again
  /// @param onAck is told before the sender's future is completed; must not block
  Outbox(Duration patience, SyncConfig config, BiConsumer<Draft, SendAck> onAck) {
    this.patience = patience;
    this.config = config;
    this.room = new Semaphore(config.unackedAtMost());
    this.onAck = onAck;
  }

  /// Takes a message over, and sends it if there is a connection. Blocks while too many wait.
  CompletableFuture<SendAck> add(Draft draft) {
    var known = unacked.get(draft.messageId());
    if (known != null) {
      return known.acknowledged;
    }
    room.acquireUninterruptibly();
    sending.lock();
    try {
      var entry = new Entry(tickets.incrementAndGet(), draft, new Backoff(config));
      var why = closed;
      if (why != null) {
        room.release();
        entry.acknowledged.completeExceptionally(why);
        return entry.acknowledged;
      }
      own.add(draft.messageId());
      var before = unacked.putIfAbsent(draft.messageId(), entry);
      if (before != null) {
        // Another thread gave the same id at the same time.
        room.release();
        return before.acknowledged;
      }
      if (connection != null) {
        transmit(connection, entry);
      }
      return entry.acknowledged;
    } finally {
      sending.unlock();
    }
  }

  /// Sends all that isn't acknowledged over this connection, oldest first, and what comes from now
  /// on.
  void connected(Client client) {
    sending.lock();
    try {
      connection = client;
      inOrder().forEach(entry -> transmit(client, entry));
    } finally {
      sending.unlock();
    }
  }

  /// Keeps what comes from now on.
  void disconnected() {
    sending.lock();
    try {
      connection = null;
    } finally {
      sending.unlock();
    }
  }

  /// Sends again what has waited for too long.
  void retryOverdue() {
    sending.lock();
    try {
      var client = connection;
      long now = System.nanoTime();
      if (client != null) {
        inOrder().stream()
            .filter(entry -> now - entry.dueNanos >= 0)
            .forEach(entry -> transmit(client, entry));
      }
    } finally {
      sending.unlock();
    }
  }

  private List<Entry> inOrder() {
    return unacked.values().stream().sorted(Comparator.comparingLong(e -> e.ticket)).toList();
  }

  private void transmit(Client client, Entry entry) {
    entry.dueNanos = System.nanoTime() + patience.toNanos();
    client.submit(entry.draft).thenAccept(event -> answered(entry, event));
  }

  private void answered(Entry entry, Event event) {
    switch (event) {
      case SendAck ack -> {
        if (unacked.remove(entry.draft.messageId(), entry)) {
          onAck.accept(entry.draft, ack);
          entry.acknowledged.complete(ack);
          room.release();
        }
      }
      case Refused refused -> {
        var refusal = new RefusedException(refused);
        if (refusal.mayRetry()) {
          entry.dueNanos = System.nanoTime() + entry.refused.next().toNanos();
        } else {
          fail(entry, refusal);
        }
      }
      default -> throw new IllegalStateException("answer to a send: " + event.command());
    }
  }

  private void fail(Entry entry, ClientException why) {
    if (unacked.remove(entry.draft.messageId(), entry)) {
      entry.acknowledged.completeExceptionally(why);
      room.release();
    }
  }

  /// Whether this client has sent a message with this id lately.
  boolean isOwn(String messageId) {
    return own.contains(messageId);
  }

  int size() {
    return unacked.size();
  }

  /// Waits until nothing is left unacknowledged.
  ///
  /// @return false if the time was over before
  boolean awaitEmpty(Duration time) throws InterruptedException {
    int all = config.unackedAtMost();
    if (!room.tryAcquire(all, time.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    room.release(all);
    return true;
  }

  /// Fails what is left: its outcome is unknown.
  void close(DisconnectedException why) {
    sending.lock();
    try {
      connection = null;
      closed = why;
    } finally {
      sending.unlock();
    }
    unacked.values().forEach(entry -> fail(entry, why));
  }
}
