package io.whaleshark.client.sync;

import java.util.Map;
import java.util.TreeMap;

/// A set of sequences of one conversation, stored as ranges: a conversation without holes needs one
/// range, however long it is. Confined to one thread at a time.
public final class SequenceSet {
  private static final int RANGES_AT_MOST = 1_000;

  /// First to last, both inclusive; the ranges neither touch nor overlap.
  private final TreeMap<Long, Long> ranges = new TreeMap<>();

  /// Returns whether a sequence is in the set.
  public boolean contains(long sequence) {
    Map.Entry<Long, Long> range = ranges.floorEntry(sequence);
    return range != null && range.getValue() >= sequence;
  }

  /// The largest sequence below this one that isn't in the set; 0 if all are.
  public long missingBelow(long sequence) {
    Map.Entry<Long, Long> range = ranges.floorEntry(sequence - 1);
    return range != null && range.getValue() >= sequence - 1 ? range.getKey() - 1 : sequence - 1;
  }

  /// Adds a sequence.
  ///
  /// @return false if it was already in the set
  public boolean add(long sequence) {
    if (contains(sequence)) {
      return false;
    }
    Map.Entry<Long, Long> below = ranges.floorEntry(sequence - 1);
    Long lastAbove = ranges.remove(sequence + 1);
    long first = below != null && below.getValue() == sequence - 1 ? below.getKey() : sequence;
    ranges.put(first, lastAbove == null ? sequence : lastAbove);
    if (ranges.size() > RANGES_AT_MOST) {
      // Holes that old are never filled; the two oldest ranges are merged.
      Map.Entry<Long, Long> oldest = ranges.pollFirstEntry();
      Map.Entry<Long, Long> next = ranges.pollFirstEntry();
      ranges.put(oldest.getKey(), next.getValue());
    }
    return true;
  }
}
