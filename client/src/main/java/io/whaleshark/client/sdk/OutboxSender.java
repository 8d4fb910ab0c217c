package io.whaleshark.client.sdk;

import io.whaleshark.client.sync.Outbox;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sends the messages that the [Outbox] says are due, and completes the callers' futures.
/// Thread-safe.
///
/// Answers are handled on a connection's reading thread, without any lock that is held during
/// socket writes. Otherwise a deadlock is possible: a server that pauses reading until the client
/// reads would never be read from.
final class OutboxSender {
  private final ClientConfig config;
  private final int unansweredAtMost;
  private final DeviceState state;
  private final Semaphore room;
  private final Map<String, CompletableFuture<SendAck>> waiting = new ConcurrentHashMap<>();

  /// Keeps messages on the wire in the order of the outbox. Guards [#connection].
  private final ReentrantLock sending = new ReentrantLock();

  private @Nullable Client connection;

  /// Volatile: set once by [#close].
  private volatile @Nullable DisconnectedException closed;

  OutboxSender(ClientConfig config, SyncConfig sync, DeviceState state) {
    this.config = config;
    this.unansweredAtMost = sync.unackedAtMost();
    this.state = state;
    this.room = new Semaphore(unansweredAtMost);
  }

  /// Adds a message, and sends it if there is a connection. Blocks while too many messages wait.
  CompletableFuture<SendAck> add(Draft draft) {
    var known = waiting.get(draft.messageId());
    if (known != null) {
      return known;
    }
    room.acquireUninterruptibly();
    sending.lock();
    try {
      var answer = new CompletableFuture<SendAck>();
      var why = closed;
      if (why != null) {
        room.release();
        answer.completeExceptionally(why);
        return answer;
      }
      var before = waiting.putIfAbsent(draft.messageId(), answer);
      if (before != null) {
        // Another thread added the same id at the same time.
        room.release();
        return before;
      }
      long now = System.nanoTime();
      boolean _ = state.ask(device -> device.outbox().add(draft.messageId(), draft, now));
      transmitDue();
      return answer;
    } finally {
      sending.unlock();
    }
  }

  /// Sends all unanswered messages over this connection, oldest first, and new ones from now on.
  void connected(Client client) {
    sending.lock();
    try {
      connection = client;
      state.tell(device -> device.outbox().loggedIn(System.nanoTime()));
      transmitDue();
    } finally {
      sending.unlock();
    }
  }

  /// Queues new messages from now on.
  void disconnected() {
    sending.lock();
    try {
      connection = null;
    } finally {
      sending.unlock();
    }
  }

  /// Resends messages whose answer is overdue.
  void retryOverdue() {
    sending.lock();
    try {
      transmitDue();
    } finally {
      sending.unlock();
    }
  }

  private void transmitDue() {
    var client = connection;
    if (client != null) {
      List<Draft> due = state.ask(device -> device.outbox().due(System.nanoTime()));
      due.forEach(draft -> client.submit(draft).thenAccept(event -> answered(draft, event)));
    }
  }

  private void answered(Draft draft, Event event) {
    switch (event) {
      case SendAck ack -> {
        if (isFirstAnswer(draft.messageId())) {
          var sent = draft.sent(config, ack);
          state.tell(device -> {
            device.inbox().sent(draft.to(), ack.messageSequence());
            device.book().sent(draft.to(), sent);
          });
          finish(draft.messageId(), answer -> answer.complete(ack));
        }
      }
      case Refused refused -> {
        var refusal = new RefusedException(refused);
        if (refusal.mayRetry()) {
          state.tell(device -> device.outbox().refusedForNow(draft.messageId(), System.nanoTime()));
        } else if (isFirstAnswer(draft.messageId())) {
          finish(draft.messageId(), answer -> answer.completeExceptionally(refusal));
        }
      }
      default -> throw new IllegalStateException("answer to a send: " + event.command());
    }
  }

  private boolean isFirstAnswer(String messageId) {
    return state.ask(device -> device.outbox().answered(messageId));
  }

  private void finish(String messageId, Consumer<CompletableFuture<SendAck>> how) {
    var answer = waiting.remove(messageId);
    if (answer != null) {
      how.accept(answer);
      room.release();
    }
  }

  int size() {
    return waiting.size();
  }

  /// Waits until no message is unanswered.
  ///
  /// @return false if the time was over before
  boolean awaitEmpty(Duration time) throws InterruptedException {
    if (!room.tryAcquire(unansweredAtMost, time.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    room.release(unansweredAtMost);
    return true;
  }

  /// Fails the remaining messages: their outcome is unknown.
  void close(DisconnectedException why) {
    sending.lock();
    try {
      connection = null;
      closed = why;
    } finally {
      sending.unlock();
    }
    List<String> left = state.ask(device -> device.outbox().unanswered());
    left.stream()
        .filter(this::isFirstAnswer)
        .forEach(messageId -> finish(messageId, answer -> answer.completeExceptionally(why)));
  }
}
