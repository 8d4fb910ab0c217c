package io.whaleshark.client.sdk;

import io.whaleshark.protocol.Event;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The bounded queue between the thread that reads the socket and the one that calls the listener.
/// Thread-safe.
final class EventQueue {
  private final int atMost;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Event> waiting = new ArrayDeque<>();
  private boolean closed;

  EventQueue(int atMost) {
    this.atMost = atMost;
  }

  /// Adds an event without blocking.
  ///
  /// @return false if the queue is full
  boolean offer(Event event) {
    lock.lock();
    try {
      if (waiting.size() == atMost) {
        return false;
      }
      waiting.add(event);
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Closes the queue; nothing may be added any more.
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the next event.
  ///
  /// @return null if the queue is closed and empty
  @Nullable Event take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      return waiting.poll();
    } finally {
      lock.unlock();
    }
  }
}
