package io.whaleshark.core.lane;

import io.whaleshark.core.engine.Change;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How many messages this lane has stored of each app since it began: repeats are not counted
/// again. Written by the lane; thread-safe.
final class StoredMessages {

  private final Map<Integer, Long> ofApps = new ConcurrentHashMap<>();

  /// A batch is stored.
  void note(List<Decision> decided) {
    for (Decision decision : decided) {
      for (Change change : decision.changes()) {
        if (change instanceof Change.MessageAppended) {
          ofApps.merge(change.app(), 1L, Long::sum);
        }
      }
    }
  }

  long of(int app) {
    return ofApps.getOrDefault(app, 0L);
  }
}
