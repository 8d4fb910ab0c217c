package io.whaleshark.checker;

import java.util.Map;
import java.util.TreeMap;

/// Numbers of a stream that were jumped over and may still come. Its size is bounded: it remembers
/// so many ranges, and only counts what is in further ones. Confined to its checker.
final class Holes {

  private static final int RANGES_AT_MOST = 10_000;

  private final TreeMap<Long, Long> ranges = new TreeMap<>();
  private long count;

  /// Those from and to there, inclusive, were jumped over. They lie above all earlier ones.
  void add(long from, long to) {
    count += to - from + 1;
    if (ranges.size() < RANGES_AT_MOST) {
      ranges.put(from, to);
    }
  }

  /// Takes out one that has come; false if it is none, or not remembered.
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

  /// How many have not come.
  long count() {
    return count;
  }

  /// The lowest ones, for a person.
  String lowest() {
    Map.Entry<Long, Long> first = ranges.firstEntry();
    return first == null ? "" : first.getKey() + ".." + first.getValue();
  }
}
