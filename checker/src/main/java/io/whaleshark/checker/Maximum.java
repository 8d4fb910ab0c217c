package io.whaleshark.checker;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Records the greatest value that was shown up to each moment. Confined to its checker.
final class Maximum {

  private final NavigableMap<Long, Long> raised = new TreeMap<>();

  void raise(long value, long now) {
    Map.Entry<Long, Long> last = raised.lastEntry();
    if (last == null || last.getValue() < value) {
      raised.put(now, value);
    }
  }

  /// The first moment at which a value as great, or a greater one, was shown; [LogFacts#NEVER] if
  /// none was.
  long since(long value) {
    return raised.entrySet().stream()
        .filter(shown -> shown.getValue() >= value)
        .mapToLong(Map.Entry::getKey)
        .findFirst()
        .orElse(LogFacts.NEVER);
  }

  /// The greatest value that was shown before a moment; 0 if none was.
  long at(long moment) {
    Map.Entry<Long, Long> before = raised.floorEntry(moment);
    return before == null ? 0 : before.getValue();
  }
}
