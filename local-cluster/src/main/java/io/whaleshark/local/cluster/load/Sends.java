package io.whaleshark.local.cluster.load;

import io.whaleshark.protocol.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a device has sent: what was not answered yet, what of that was refused for now, and what
/// was answered last. Confined to one thread at a time.
final class Sends {

  private static final int REMEMBERED = 100;

  private final Map<String, Request.Send> unanswered = new LinkedHashMap<>();
  private final Map<String, Request.Send> later = new LinkedHashMap<>();
  private final List<Request.Send> answered = new ArrayList<>();
  private int repeated;

  void add(Request.Send send) {
    unanswered.put(send.messageId(), send);
  }

  /// It was acknowledged.
  ///
  /// @return the send; empty if it was answered before
  Optional<Request.Send> acked(String messageId) {
    Optional<Request.Send> send = drop(messageId);
    send.ifPresent(answered::add);
    if (answered.size() > REMEMBERED) {
      answered.removeFirst();
    }
    return send;
  }

  /// It was refused for good, or acknowledged.
  Optional<Request.Send> drop(String messageId) {
    later.remove(messageId);
    return Optional.ofNullable(unanswered.remove(messageId));
  }

  /// It was refused for now.
  void postpone(String messageId) {
    Request.Send send = unanswered.get(messageId);
    if (send != null) {
      later.put(messageId, send);
    }
  }

  boolean arePostponed() {
    return !later.isEmpty();
  }

  /// Takes what was refused for now, to be sent again.
  List<Request.Send> takePostponed() {
    List<Request.Send> taken = List.copyOf(later.values());
    later.clear();
    repeated += taken.size();
    return taken;
  }

  /// Takes all that was not answered, to be sent again by another connection.
  List<Request.Send> takeUnanswered() {
    later.clear();
    repeated += unanswered.size();
    return List.copyOf(unanswered.values());
  }

  int unansweredCount() {
    return unanswered.size();
  }

  /// The sends that were answered last.
  List<Request.Send> answered() {
    return answered;
  }

  /// How many sends were made again because their answer had not come.
  int repeatedCount() {
    return repeated;
  }

  @Override
  public String toString() {
    return unanswered.keySet().toString();
  }
}
