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
/// server does not answer receive-acks. But once it answers a later request, it has all
/// receive-acks sent before. Confined to one thread at a time.
///
/// The newest receive-ack of a conversation covers those below it: the receive marker is a maximum.
final class Acknowledgements {
  private static final int CONVERSATIONS_AT_MOST = 1_000;
  private static final long NEVER = Long.MAX_VALUE;

  private static final class Said {
    private final ChatMessage message;
    private final long number;
    private boolean certain;

    /// When to repeat it; [#NEVER] unless it was refused temporarily.
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

  /// Returns the acknowledgement of a message.
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

  /// The number of acknowledgements made so far.
  long said() {
    return said;
  }

  /// The server has received this many.
  void arrived(long many) {
    for (Said each : newest.values()) {
      each.certain |= each.number <= many;
    }
  }

  /// The server refused one temporarily. If a newer one of its conversation was sent, that one
  /// covers it.
  void refusedForNow(String id, long nowNanos) {
    for (Said each : newest.values()) {
      if (new Acknowledge(each.number, each.message).id().equals(id)) {
        each.dueNanos = nowNanos + pauses.next().toNanos();
      }
    }
  }

  /// The refused acknowledgements that are due to be repeated.
  List<Acknowledge> due(long nowNanos) {
    return again(each -> each.dueNanos != NEVER && nowNanos - each.dueNanos >= 0);
  }

  /// The connection over which they were sent is gone.
  ///
  /// @return the acknowledgements to repeat over the new connection
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
