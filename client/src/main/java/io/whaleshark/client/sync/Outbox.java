package io.whaleshark.client.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was sent and is not answered: each message is sent under its one id until the server has it
/// or refuses it for good (C2). Confined to one thread at a time.
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

  /// @param patience how long to wait for an answer before sending again
  /// @param pauses how long to wait after refusals for the moment
  public Outbox(Duration patience, Backoff pauses) {
    this.patience = patience;
    this.pauses = pauses;
  }

  /// Takes a message over. It is due at once.
  ///
  /// @return false if a message with this id waits already
  public boolean add(String messageId, M message, long nowNanos) {
    boolean _ = ids.add(messageId);
    return unanswered.putIfAbsent(messageId, new Entry<>(message, pauses.afresh(), nowNanos))
        == null;
  }

  /// What is to be sent now, in the order in which it was taken over. Each is due again when the
  /// patience is over.
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

  /// A new connection: what was sent over the last one may be lost, so all of it is due.
  public void loggedIn(long nowNanos) {
    unanswered.values().forEach(entry -> entry.dueNanos = nowNanos);
  }

  /// The server has it, or refused it for good.
  ///
  /// @return false if it was answered before
  public boolean answered(String messageId) {
    return unanswered.remove(messageId) != null;
  }

  /// The server refused it for the moment: it is due after a pause that grows.
  public void refusedForNow(String messageId, long nowNanos) {
    var entry = unanswered.get(messageId);
    if (entry != null) {
      entry.dueNanos = nowNanos + entry.refused.next().toNanos();
    }
  }

  /// Whether this device has sent a message with this id lately.
  public boolean isSentHere(String messageId) {
    return ids.contains(messageId);
  }

  /// The ids of what is not answered.
  public List<String> unanswered() {
    return List.copyOf(unanswered.keySet());
  }
}
