package io.whaleshark.engine.cluster;

import io.whaleshark.core.lane.StampClock;
import io.whaleshark.core.news.News;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Declares nodes gone that give no sign of life. Thread-safe.
///
/// That is a commit like a batch of a node: it ends the sessions that the node had, and its news
/// tells all others of it in the order of each app.
///
/// Its stamp is the time, like any other. The commit may be lost with the primary, and another one
/// come in its place. That has a later stamp, so whoever was told of the lost one sees a hole.
/// Stamps must not lie in the future: of two clocks, the one that is behind counts.
///
/// Users who have no session at another node go offline by that. It is told of each of them as the
/// end of the last session, so many in a row of the news that a row stays small.
///
/// A sign of life that lies in the future is none: PostgreSQL's clock was wrong then, or is now. A
/// node that lives gives another one within a second.
///
/// From then on such a node commits nothing, should it live: every batch needs the node's row. A
/// node whose row somebody holds is not gone: a batch of its own does that, and PostgreSQL ends one
/// that does not go on.
final class GoneNodes {

  private static final int USERS_A_ROW = 1_000;

  private static final String SILENT =
      """
      SELECT incarnation FROM nodes
      WHERE abs(extract(epoch FROM clock_timestamp() - seen_at)) > ? FOR UPDATE SKIP LOCKED
      """;

  private static final String SILENT_ONE =
      """
      SELECT incarnation FROM nodes
      WHERE name = ? AND abs(extract(epoch FROM clock_timestamp() - seen_at)) > ?
      FOR UPDATE SKIP LOCKED
      """;

  private static final String OWN =
      "SELECT incarnation FROM nodes WHERE name = ? AND incarnation = ? FOR UPDATE";

  private static final String APPS =
      """
      SELECT DISTINCT s.app, s.node FROM unnest(?::bigint[]) AS k(node)
      CROSS JOIN LATERAL (
        SELECT * FROM sessions t WHERE t.node = k.node ORDER BY t.app, t.session) s
      """;

  /// The same in all statements of a transaction, for as long as the app's row says the same.
  private static final String STAMP =
      "greatest(a.newest_stamp + 1, least(?, (extract(epoch FROM now()) * 1000000)::bigint))";

  private static final String TELL =
      "INSERT INTO news (app, stamp, previous, node, body) SELECT a.app, "
          + STAMP
          + """
          , a.newest_stamp, '', k.body
          FROM unnest(?::bigint[], ?::text[]) AS k(app, body)
          CROSS JOIN LATERAL (SELECT * FROM apps t WHERE t.app = k.app LIMIT 1) a
          """;

  private static final String ADVANCE =
      "UPDATE apps a SET newest_stamp = " + STAMP + " WHERE app = ANY (?::bigint[])";

  /// The youngest session of each user whose sessions are all at nodes that are gone.
  private static final String LAST_SESSIONS =
      """
      SELECT s.member, s.kind, s.device, s.session, s.policy, s.node, s.stamp, s.app
      FROM unnest(?::bigint[]) AS k(node)
      CROSS JOIN LATERAL (
        SELECT * FROM sessions t
        WHERE t.node = k.node AND t.stamp > 0 ORDER BY t.app, t.session) s
      CROSS JOIN LATERAL (
        SELECT max(a.stamp) AS newest, bool_and(a.node = ANY (?::bigint[])) AS gone FROM (
          SELECT t.node, t.stamp FROM sessions t
          WHERE t.app = s.app AND t.member = s.member AND t.stamp > 0 ORDER BY t.stamp) a) u
      WHERE u.gone AND u.newest = s.stamp
      """;

  private static final int APP_COLUMN = 8;

  private static final String END_SESSIONS = "DELETE FROM sessions WHERE node = ANY (?::bigint[])";

  private static final String FORGET = "DELETE FROM nodes WHERE incarnation = ANY (?::bigint[])";

  private final Postgres postgres;

  GoneNodes(Postgres postgres) {
    this.postgres = postgres;
  }

  /// Declares those gone that were silent for too long.
  ///
  /// @param now the time of whoever declares it
  void declare(Instant now) {
    declare(now, SILENT, silence());
  }

  /// Declares the node of a name gone, if it was silent for too long.
  void declare(Instant now, String name) {
    declare(now, SILENT_ONE, name, silence());
  }

  /// Takes leave of the others.
  void leave(Instant now, String name, long incarnation) {
    declare(now, OWN, name, incarnation);
  }

  private static double silence() {
    return NodeRow.GONE_AFTER.toSeconds();
  }

  /// Waits for no standby: what is lost with the primary is declared again.
  private void declare(Instant now, String which, Object... values) {
    postgres.write(session -> {
      session.update("SET LOCAL synchronous_commit = local");
      List<Long> gone = session.query(which, row -> row.getLong(1), values);
      if (!gone.isEmpty()) {
        forget(session, now, gone.stream().mapToLong(Long::longValue).toArray());
      }
      return gone;
    });
  }

  private static void forget(Session session, Instant now, long[] runs) throws SQLException {
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
      long time = StampClock.microsOf(now);
      tellWhoWent(session, time, runs, news);
      tell(session, time, news);
      session.update(END_SESSIONS, runs);
    }
    session.update(FORGET, runs);
  }

  /// @param news of each app what comes first, and in the end what is not told yet
  private static void tellWhoWent(
      Session session, long time, long[] runs, SortedMap<Long, List<News>> news)
      throws SQLException {
    session.walk(
        LAST_SESSIONS,
        row -> {
          int app = row.getInt(APP_COLUMN);
          List<News> ofApp = news.computeIfAbsent((long) app, _ -> new ArrayList<>());
          SessionRows.addTo(last -> ofApp.add(end(last, time)), app, row, _ -> {});
          if (ofApp.size() >= USERS_A_ROW) {
            tell(session, time, new TreeMap<>(Map.of((long) app, ofApp)));
            ofApp.clear();
          }
          return true;
        },
        runs,
        runs);
  }

  private static News end(News.LoggedIn last, long time) {
    long stamp = Math.max(time, last.stamp());
    return new News.LoggedOut(last.user(), last.session(), stamp, Optional.of(last.device()));
  }

  private static void tell(Session session, long time, SortedMap<Long, List<News>> news)
      throws SQLException {
    long[] apps = news.keySet().stream().mapToLong(Long::longValue).toArray();
    Script script = new Script();
    script.add(
        TELL, time, apps, news.values().stream().map(NewsRows::write).toArray(String[]::new));
    script.add(ADVANCE, time, apps);
    script.run(session);
  }
}
