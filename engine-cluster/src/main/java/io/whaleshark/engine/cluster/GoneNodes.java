package io.whaleshark.engine.cluster;

import io.whaleshark.core.news.News;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Declares nodes gone that give no sign of life. Thread-safe.
///
/// That is a commit like a batch of a node: it ends the sessions that the node had, and its news
/// tells all others of it in the order of each app. It draws no stamp by a clock.
///
/// From then on such a node commits nothing, should it live: every batch needs the node's row. A
/// node whose row somebody holds is not gone: a batch of its own does that, and PostgreSQL ends one
/// that does not go on.
final class GoneNodes {

  private static final String SILENT =
      """
      SELECT incarnation FROM nodes
      WHERE seen_at < clock_timestamp() - make_interval(secs => ?) FOR UPDATE SKIP LOCKED
      """;

  private static final String SILENT_ONE =
      """
      SELECT incarnation FROM nodes
      WHERE name = ? AND seen_at < clock_timestamp() - make_interval(secs => ?)
      FOR UPDATE SKIP LOCKED
      """;

  private static final String OWN =
      "SELECT incarnation FROM nodes WHERE name = ? AND incarnation = ? FOR UPDATE";

  private static final String APPS =
      "SELECT DISTINCT app, node FROM sessions WHERE node = ANY (?::bigint[])";

  private static final String TELL =
      """
      INSERT INTO news (app, stamp, previous, node, body)
      SELECT a.app, a.newest_stamp + 1, a.newest_stamp, '', k.body
      FROM unnest(?::bigint[], ?::text[]) AS k(app, body) JOIN apps a ON a.app = k.app
      """;

  private static final String ADVANCE =
      "UPDATE apps SET newest_stamp = newest_stamp + 1 WHERE app = ANY (?::bigint[])";

  private static final String END_SESSIONS = "DELETE FROM sessions WHERE node = ANY (?::bigint[])";

  private static final String FORGET = "DELETE FROM nodes WHERE incarnation = ANY (?::bigint[])";

  private final Postgres postgres;

  GoneNodes(Postgres postgres) {
    this.postgres = postgres;
  }

  /// Declares those gone that were silent for too long.
  void declare() {
    declare(SILENT, silence());
  }

  /// Declares the node of a name gone, if it was silent for too long.
  void declare(String name) {
    declare(SILENT_ONE, name, silence());
  }

  /// Takes leave of the others.
  void leave(String name, long incarnation) {
    declare(OWN, name, incarnation);
  }

  private static double silence() {
    return NodeRow.GONE_AFTER.toSeconds();
  }

  /// Waits for no standby: what is lost with the primary is declared again.
  private void declare(String which, Object... values) {
    postgres.write(session -> {
      session.update("SET LOCAL synchronous_commit = local");
      List<Long> gone = session.query(which, row -> row.getLong(1), values);
      if (!gone.isEmpty()) {
        forget(session, gone.stream().mapToLong(Long::longValue).toArray());
      }
      return gone;
    });
  }

  private static void forget(Session session, long[] runs) throws SQLException {
    SortedMap<Long, List<News>> news = new TreeMap<>();
    session.walk(
        APPS,
        row -> {
          int app = row.getInt(1);
          news.computeIfAbsent((long) app, _ -> new ArrayList<>())
              .add(new News.NodeGone(app, row.getLong(2)));
          return true;
        },
        runs);
    if (!news.isEmpty()) {
      long[] apps = news.keySet().stream().mapToLong(Long::longValue).toArray();
      session.query(Locks.LOCK, row -> row.getLong(1), apps);
      Script script = new Script();
      script.add(TELL, apps, news.values().stream().map(NewsRows::write).toArray(String[]::new));
      script.add(ADVANCE, apps);
      script.add(END_SESSIONS, runs);
      script.run(session);
    }
    session.update(FORGET, runs);
  }
}
