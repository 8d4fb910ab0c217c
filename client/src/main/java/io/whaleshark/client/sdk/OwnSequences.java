package io.whaleshark.client.sdk;

import io.whaleshark.protocol.Peer;
import java.util.HashMap;
import java.util.Map;

/// The acknowledged messages that this client has sent itself, which are not pushed to it.
/// Thread-safe.
final class OwnSequences {
  /// Guarded by this.
  private final Map<Peer, SequenceSet> acknowledged = new HashMap<>();

  synchronized void add(Peer in, long sequence) {
    acknowledged.computeIfAbsent(in, _ -> new SequenceSet()).add(sequence);
  }

  /// The largest sequence below this one that isn't an own message; 0 if there is none.
  synchronized long foreignBelow(Peer in, long sequence) {
    var own = acknowledged.get(in);
    return own == null ? sequence - 1 : own.missingBelow(sequence);
  }
}
