package io.whaleshark.archives.xmpp;

import io.whaleshark.cli.ReasonReport;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/// What no line says, counted by place and reason. Memory: one entry for each peer of each user who
/// has such messages. Confined to one thread.
final class Unsaid {

  private final Map<String, Map<String, Long>> counts = new TreeMap<>();

  void add(String where, String why) {
    counts.computeIfAbsent(where, _ -> new TreeMap<>()).merge(why, 1L, Long::sum);
  }

  void tell(ReasonReport report) throws IOException {
    for (var place : counts.entrySet()) {
      for (var reason : place.getValue().entrySet()) {
        report.add(place.getKey(), reason.getValue() + " left out: " + reason.getKey());
      }
    }
    counts.clear();
  }
}
