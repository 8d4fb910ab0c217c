package io.whaleshark.client.sync;

import io.whaleshark.client.sync.InboxEffect.Acknowledge;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.Peer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The newest receive-ack of each conversation, until it is certain that the server has it. The
/// server answers them with silence, but it has those that came in front of a question that it
/// answered. Confined to one thread at a time.
///
/// The newest of a conversation stands for those below it: a received marker is a maximum.
final class Acknowledgements {
  private static final int CONVERSATIONS_AT_MOST = 1_000;
  private static final long NEVER = Long.MAX_VALUE;

  private static final class Said {
    private final ChatMessage message;
    private final long number;
    private boolean certain;

    /// When to say it again; [#NEVER] unless it was refused for the moment.
    private long dueNanos = NEVER;

    private Said(ChatMessage message, long number) {
      this.message = message;
      this.number = number;
    }
  }

  private final Backoff pauses;
  private final Map<Peer, Said> newest = new LinkedHashMap<>();
  private long said;

  Acknowledgements(Backoff pauses) {
    this.pauses = pauses;
  }

  /// Says that a message is here.
  Acknowledge say(Peer in, ChatMessage message) {
    said++;
    var before = newest.get(in);
    if (before == null || before.message.messageSequence() <= message.messageSequence()) {
      newest.remove(in);
      newest.put(in, new Said(message, said));
      if (newest.size() > CONVERSATIONS_AT_MOST) {
        newest.remove(newest.keySet().iterator().next());
      }
    }
    return new Acknowledge(said, message);
  }

  /// How many were said until now.
  long said() {
    return said;
  }

  /// The server has got as many as this.
  void arrived(long many) {
    for (Said each : newest.values()) {
      each.certain |= each.number <= many;
    }
  }

  /// The server has refused one for the moment. If a newer one of its conversation was said, that
  /// stands for it.
  void refusedForNow(String id, long nowNanos) {
    for (Said each : newest.values()) {
      if (new Acknowledge(each.number, each.message).id().equals(id)) {
        each.dueNanos = nowNanos + pauses.next().toNanos();
      }
    }
  }

  /// What was refused and is to be said again now.
  List<Acknowledge> due(long nowNanos) {
    return again(each -> each.dueNanos != NEVER && nowNanos - each.dueNanos >= 0);
  }

  /// The connection over which they were said is gone.
  ///
  /// @return what is to be said again over the new one
  List<Acknowledge> loggedIn() {
    pauses.reset();
    return again(each -> !each.certain || each.dueNanos != NEVER);
  }

  private List<Acknowledge> again(Predicate<Said> which) {
    var again = new ArrayList<Acknowledge>();
    for (var entry : List.copyOf(newest.entrySet())) {
      if (which.test(entry.getValue())) {
        again.add(say(entry.getKey(), entry.getValue().message));
      }
    }
    return again;
  }
}
