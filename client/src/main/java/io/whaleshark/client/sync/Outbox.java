package io.whaleshark.client.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The unanswered messages. Each message is sent under its one id until the server has it or
/// refuses it for good (C2). Confined to one thread at a time.
///
/// @param <M> a message to be sent
public final class Outbox<M> {
  private static final int IDS_REMEMBERED = 10_000;

  private static final class Entry<M> {
    private final M message;
    private final Backoff refused;
    private long dueNanos;

    private Entry(M message, Backoff refused, long dueNanos) {
      this.message = message;
      this.refused = refused;
      this.dueNanos = dueNanos;
    }
  }

  private final Duration patience;
  private final Backoff pauses;
  private final Map<String, Entry<M>> unanswered = new LinkedHashMap<>();
  private final Newest<String> ids = new Newest<>(IDS_REMEMBERED);

  /// @param patience the timeout for an answer before a message is resent
  /// @param pauses the back-off after temporary refusals
  public Outbox(Duration patience, Backoff pauses) {
    this.patience = patience;
    this.pauses = pauses;
  }

  /// Adds a message. It is due at once.
  ///
  /// @return false if a message with this id is already waiting
  public boolean add(String messageId, M message, long nowNanos) {
    boolean _ = ids.add(messageId);
    return unanswered.putIfAbsent(messageId, new Entry<>(message, pauses.afresh(), nowNanos))
        == null;
  }

  /// The messages that are due, in the order in which they were added. Each becomes due again after
  /// the timeout.
  public List<M> due(long nowNanos) {
    var due = new ArrayList<M>();
    for (Entry<M> entry : unanswered.values()) {
      if (nowNanos - entry.dueNanos >= 0) {
        entry.dueNanos = nowNanos + patience.toNanos();
        due.add(entry.message);
      }
    }
    return due;
  }

  /// There is a new connection: messages sent over the last one may be lost, so all are due.
  public void loggedIn(long nowNanos) {
    unanswered.values().forEach(entry -> entry.dueNanos = nowNanos);
  }

  /// The server has the message, or refused it for good.
  ///
  /// @return false if it was answered before
  public boolean answered(String messageId) {
    return unanswered.remove(messageId) != null;
  }

  /// The server refused the message temporarily: it is due after a growing pause.
  public void refusedForNow(String messageId, long nowNanos) {
    var entry = unanswered.get(messageId);
    if (entry != null) {
      entry.dueNanos = nowNanos + entry.refused.next().toNanos();
    }
  }

  /// Returns whether this device recently sent a message with this id.
  public boolean isSentHere(String messageId) {
    return ids.contains(messageId);
  }

  /// The ids of the unanswered messages.
  public List<String> unanswered() {
    return List.copyOf(unanswered.keySet());
  }
}
