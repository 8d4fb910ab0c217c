package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Ear;
import java.util.HashSet;
import java.util.Set;

/// Checks that the messages of one conversation with one sender are acknowledged and delivered as
/// promised: sequences 1, 2, 3 … in both, each message once. Confined to one thread.
///
/// Message number n, counted from 0, must become sequence n + 1: the sender is alone in the
/// conversation, and answers come in the order of requests. Where a server gives messages no
/// sequence, their numbers alone say whether they come once and in order.
final class Verifier {
  private static final int MISSING_AT_MOST = 100_000;

  private long acked;
  private long delivered;
  private long arrived;
  private long duplicated;
  private long reordered;
  private long mismatched;
  private long skipped;
  private final Set<Long> missing = new HashSet<>();

  /// An acknowledgement came.
  void acked(long number, long sequence) {
    if (number != acked || place(number, sequence) != acked + 1) {
      mismatched++;
    }
    acked++;
  }

  /// A message came to the receiver.
  void delivered(long number, long toldSequence) {
    long sequence = place(number, toldSequence);
    if (number != sequence - 1) {
      mismatched++;
    }
    if (sequence == delivered + 1) {
      delivered = sequence;
      arrived++;
    } else if (sequence > delivered) {
      skip(sequence);
      arrived++;
    } else if (missing.remove(sequence)) {
      reordered++;
      arrived++;
    } else {
      duplicated++;
    }
  }

  private static long place(long number, long sequence) {
    return sequence == Ear.NO_SEQUENCE ? number + 1 : sequence;
  }

  /// Those between are lost, unless they come late.
  private void skip(long sequence) {
    for (long s = delivered + 1; s < sequence; s++) {
      if (missing.size() < MISSING_AT_MOST) {
        missing.add(s);
      } else {
        skipped++;
      }
    }
    delivered = sequence;
  }

  /// How many were acknowledged.
  long acked() {
    return acked;
  }

  /// How many came to the receiver, each counted once.
  long arrived() {
    return arrived;
  }

  long duplicated() {
    return duplicated;
  }

  long reordered() {
    return reordered;
  }

  /// How many acknowledgements or messages had another sequence than their place demands.
  long mismatched() {
    return mismatched;
  }

  /// How many acknowledged messages have not come.
  long lost() {
    return missing.size() + skipped + Math.max(0, acked - delivered);
  }
}
