package io.whaleshark.client.sdk;

import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.SessionEvent.Pong;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The requests of one connection that wait for their answers, by request id. Thread-safe.
final class PendingRequests {
  private final Map<String, CompletableFuture<Event>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong();

  /// Set when no request can be answered any more. Volatile: set once by the thread that ends the
  /// connection.
  private volatile @Nullable DisconnectedException ended;

  /// A new request id.
  String nextId() {
    return "r" + last.incrementAndGet();
  }

  /// Registers a request and returns the future of its answer.
  CompletableFuture<Event> expect(String requestId) {
    var answer = new CompletableFuture<Event>();
    waiting.put(requestId, answer);
    var why = ended;
    if (why != null) {
      fail(requestId, why);
    }
    return answer;
  }

  /// Completes the request that an event answers.
  ///
  /// @return false if it answers no request; true for a late answer whose caller has stopped
  ///   waiting
  boolean answer(Event event) {
    var requestId = event.requestId();
    var answer = requestId == null ? null : waiting.remove(requestId);
    if (answer != null) {
      answer.complete(event);
      return true;
    }
    boolean neverWaitedFor = event instanceof Refused refused && Incoming.isOfSilent(refused);
    return event instanceof Pong || (requestId != null && !neverWaitedFor);
  }

  /// The caller has stopped waiting.
  void forget(String requestId) {
    waiting.remove(requestId);
  }

  /// Fails all pending requests, and all later ones.
  void end(DisconnectedException why) {
    ended = why;
    for (var requestId : waiting.keySet()) {
      fail(requestId, why);
    }
  }

  private void fail(String requestId, DisconnectedException why) {
    var answer = waiting.remove(requestId);
    if (answer != null) {
      answer.completeExceptionally(why);
    }
  }
}
