package io.whaleshark.checker;

import java.util.Map;
import java.util.TreeMap;

/// The numbers of a stream that were skipped and may still arrive. Its memory is bounded: it stores
/// a limited number of ranges, and only counts the numbers in further ones. Confined to its
/// checker.
final class Holes {

  private static final int RANGES_AT_MOST = 10_000;

  private final TreeMap<Long, Long> ranges = new TreeMap<>();
  private long count;

  /// Adds a skipped range, both ends inclusive. It must be above all earlier ranges.
  void add(long from, long to) {
    count += to - from + 1;
    if (ranges.size() < RANGES_AT_MOST) {
      ranges.put(from, to);
    }
  }

  /// Removes a number that has arrived; returns false if it was not skipped, or is not stored.
  boolean remove(long number) {
    Map.Entry<Long, Long> range = ranges.floorEntry(number);
    if (range == null || range.getValue() < number) {
      return false;
    }
    long from = range.getKey();
    long to = range.getValue();
    ranges.remove(from);
    if (from < number) {
      ranges.put(from, number - 1);
    }
    if (number < to) {
      ranges.put(number + 1, to);
    }
    count--;
    return true;
  }

  /// The number of numbers that have not arrived.
  long count() {
    return count;
  }

  /// The lowest numbers, as text for people.
  String lowest() {
    Map.Entry<Long, Long> first = ranges.firstEntry();
    return first == null ? "" : first.getKey() + ".." + first.getValue();
  }
}
