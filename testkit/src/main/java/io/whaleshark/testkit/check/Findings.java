package io.whaleshark.testkit.check;

import io.whaleshark.testkit.check.Anomaly.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Collects anomalies, of each kind the first few: one fault tends to show a thousand times.
/// Confined to its checker.
final class Findings {

  private static final int OF_EACH_KIND_AT_MOST = 10;

  private final Map<Kind, List<Anomaly>> found = new EnumMap<>(Kind.class);

  void add(Kind kind, String evidence) {
    List<Anomaly> ofKind = found.computeIfAbsent(kind, _ -> new ArrayList<>());
    if (ofKind.size() < OF_EACH_KIND_AT_MOST) {
      ofKind.add(new Anomaly(kind, evidence));
    }
  }

  List<Anomaly> all() {
    return found.values().stream().flatMap(List::stream).toList();
  }
}
