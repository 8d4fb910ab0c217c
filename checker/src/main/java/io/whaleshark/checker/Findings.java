package io.whaleshark.checker;

import io.whaleshark.checker.Anomaly.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Counts all anomalies, and keeps the first few of each kind, since one fault often causes a
/// thousand of them. Confined to its checker.
final class Findings {

  private static final int OF_EACH_KIND_AT_MOST = 10;

  private final Map<Kind, List<Anomaly>> found = new EnumMap<>(Kind.class);
  private final long[] counts = new long[Kind.values().length];

  void add(Kind kind, String evidence) {
    counts[kind.ordinal()]++;
    List<Anomaly> ofKind = found.computeIfAbsent(kind, _ -> new ArrayList<>());
    if (ofKind.size() < OF_EACH_KIND_AT_MOST) {
      ofKind.add(new Anomaly(kind, evidence));
    }
  }

  /// The number of anomalies of a kind.
  long count(Kind kind) {
    return counts[kind.ordinal()];
  }

  List<Anomaly> all() {
    return found.values().stream().flatMap(List::stream).toList();
  }
}
