package io.whaleshark.engine.cluster;

import io.whaleshark.core.news.News;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Writes what a batch comes to: a row for each app that it changes, which says from which stamp to
/// which the app has got. So the rows of an app are a chain, and whoever follows it misses nothing.
///
/// @param node who commits
/// @param locks the apps that are held
record NewsLog(String node, Locks locks) {

  private static final String APPEND =
      """
      INSERT INTO news (app, stamp, previous, node, body)
      SELECT k.app, ?, k.previous, ?, k.body
      FROM unnest(?::int[], ?::bigint[], ?::text[]) AS k(app, previous, body)
      """;

  /// Also where nothing changed: a commit waits for the standby only if it wrote something, and
  /// with it for everything that it read.
  private static final String ADVANCE =
      """
      UPDATE apps
      SET newest_stamp = CASE WHEN app = ANY (?::bigint[]) THEN greatest(newest_stamp, ?)
        ELSE newest_stamp END
      WHERE app = ANY (?::bigint[])
      """;

  /// @param changed the apps that the batch changes
  /// @param news all of it, in order
  void addTo(Script script, Set<Long> changed, List<News> news, long newestStamp) {
    long[] apps = changed.stream().mapToLong(Long::longValue).sorted().toArray();
    if (apps.length > 0) {
      List<String> bodies = new ArrayList<>();
      for (long app : apps) {
        bodies.add(NewsRows.write(news.stream().filter(each -> each.app() == app).toList()));
      }
      long[] previous = new long[apps.length];
      for (int i = 0; i < apps.length; i++) {
        previous[i] = locks.newestStamp(apps[i]);
      }
      script.add(NodeRow.NOTE, newestStamp, node);
      script.add(APPEND, newestStamp, node, apps, previous, bodies.toArray(String[]::new));
    }
    script.add(
        ADVANCE, apps.length > 0 ? apps : new long[] {Locks.NO_APP}, newestStamp, locks.apps());
  }
}
