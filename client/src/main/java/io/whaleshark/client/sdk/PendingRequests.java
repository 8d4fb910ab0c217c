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

  /// Why no request can be answered any more. Volatile: set once by whoever ends the connection.
  private volatile @Nullable DisconnectedException ended;

  /// A new request id.
  String nextId() {
    return "r" + last.incrementAndGet();
  }

  /// What the answer to this request will complete.
  CompletableFuture<Event> expect(String requestId) {
    var answer = new CompletableFuture<Event>();
    waiting.put(requestId, answer);
    var why = ended;
    if (why != null) {
      fail(requestId, why);
    }
    return answer;
  }

  /// Gives an event to whom it answers.
  ///
  /// @return false if it answers nobody; the answer to somebody who waits no longer is one
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

  /// The caller waits no longer.
  void forget(String requestId) {
    waiting.remove(requestId);
  }

  /// Fails all that wait, and all that come later.
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
