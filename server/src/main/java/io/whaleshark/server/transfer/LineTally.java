package io.whaleshark.server.transfer;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What has become of lines, counted. Confined to one thread.
final class LineTally {

  private final Map<String, Long> counts = new TreeMap<>();

  void add(String what, long count) {
    counts.merge(what, count, Long::sum);
  }

  long of(String what) {
    return counts.getOrDefault(what, 0L);
  }

  /// A count, for people.
  String told(String what) {
    return String.format(Locale.ROOT, "%,d", of(what));
  }
}
