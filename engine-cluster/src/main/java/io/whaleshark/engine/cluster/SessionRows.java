package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.InvalidIdException;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.news.News;
import io.whaleshark.core.presence.Presence;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The sessions of all nodes: what the news of them comes to.
final class SessionRows {

  private static final String BEGIN =
      """
      INSERT INTO sessions (node, app, session, member, kind, device, policy, stamp)
      SELECT * FROM unnest(?::bigint[], ?::int[], ?::bigint[], ?::text[], ?::text[], ?::text[],
        ?::int[], ?::bigint[])
      ON CONFLICT (node, app, session) DO UPDATE
        SET policy = excluded.policy, stamp = excluded.stamp
      """;

  /// Ends those that may not stay beside one that begins, whichever node has them. Who begins may
  /// have gone before that node logs them out: nobody would know then that they were displaced.
  private static final String DISPLACE =
      """
      DELETE FROM sessions WHERE ctid = ANY (ARRAY(
        SELECT s.ctid
        FROM unnest(?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[])
          AS k(app, member, kind, device, kinds, stamp)
        CROSS JOIN LATERAL (
          SELECT t.ctid FROM sessions t
          WHERE t.app = k.app AND t.member = k.member AND t.stamp > 0 AND t.stamp < k.stamp
            AND (t.kind = ANY (string_to_array(k.kinds, ','))
              OR (t.kind = k.kind AND t.device = k.device))
          ORDER BY t.stamp) s))
      """;

  /// Ends the oldest ones of users who have too many.
  private static final String DISPLACE_OLDEST =
      """
      DELETE FROM sessions WHERE ctid = ANY (ARRAY(
        SELECT s.ctid FROM unnest(?::int[], ?::text[]) AS k(app, member)
        CROSS JOIN LATERAL (
          SELECT t.ctid FROM sessions t
          WHERE t.app = k.app AND t.member = k.member AND t.stamp > 0
          ORDER BY t.stamp DESC OFFSET ?) s))
      """;

  /// Ends those that were signed out, whichever node has them.
  private static final String SIGN_OUT =
      """
      DELETE FROM sessions WHERE ctid = ANY (ARRAY(
        SELECT s.ctid
        FROM unnest(?::int[], ?::text[], ?::text[], ?::text[], ?::bigint[])
          AS k(app, member, kind, device, stamp)
        CROSS JOIN LATERAL (
          SELECT t.ctid FROM sessions t
          WHERE t.app = k.app AND t.member = k.member AND t.stamp > 0 AND t.stamp < k.stamp
            AND (k.kind IS NULL OR (t.kind = k.kind AND t.device = k.device))
          ORDER BY t.stamp) s))
      """;

  private static final String END =
      """
      DELETE FROM sessions WHERE ctid = ANY (ARRAY(
        SELECT s.ctid FROM unnest(?::int[], ?::bigint[]) AS k(app, session)
        CROSS JOIN LATERAL (
          SELECT t.ctid FROM sessions t
          WHERE t.node = ? AND t.app = k.app AND t.session = k.session LIMIT 1) s))
      """;

  private static final String OF_APP =
      """
      SELECT * FROM (
        SELECT member, kind, device, session, policy, node, stamp FROM sessions
        WHERE app = ? AND stamp > 0 ORDER BY member, stamp) s
      ORDER BY s.stamp
      """;

  private static final String OF_USER =
      """
      SELECT member, kind, device, session, policy, node, stamp FROM sessions
      WHERE app = ? AND member = ? AND stamp > 0 ORDER BY stamp
      """;

  static final String OF_USERS =
      """
      SELECT s.member, s.kind, s.device, s.session, s.policy, s.node, s.stamp
      FROM unnest(?::text[]) AS k(member)
      CROSS JOIN LATERAL (
        SELECT * FROM sessions t
        WHERE t.app = ? AND t.member = k.member AND t.stamp > 0 ORDER BY t.stamp) s
      """;

  private static final String ONLINE_AMONG =
      """
      SELECT k.i
      FROM unnest(?::text[]) WITH ORDINALITY AS k(member, i)
      CROSS JOIN LATERAL (
        SELECT FROM sessions t
        WHERE t.app = ? AND t.member = k.member AND t.stamp > 0
        ORDER BY t.stamp LIMIT 1) s
      """;

  private static final String COUNT =
      """
      SELECT count(*), coalesce(sum(u.sessions), 0) FROM (
        SELECT count(*) AS sessions FROM sessions
        WHERE app = ? AND stamp > 0 GROUP BY member ORDER BY member) u
      """;

  private SessionRows() {}

  /// Writes what became of the sessions that a batch tells of: of each the last.
  ///
  /// @param node the run of the node that commits, which has all of them
  static void addTo(Script script, Collection<News> news, long node) {
    List<News.LoggedIn> logins = new ArrayList<>();
    List<News.SignedOut> signedOut = new ArrayList<>();
    Map<SessionId, News.LoggedIn> begun = new LinkedHashMap<>();
    Map<SessionId, News.LoggedOut> ended = new LinkedHashMap<>();
    for (News each : news) {
      if (each instanceof News.LoggedIn in) {
        logins.add(in);
        ended.remove(in.session());
        begun.put(in.session(), in);
      } else if (each instanceof News.LoggedOut out) {
        begun.remove(out.session());
        ended.put(out.session(), out);
      } else if (each instanceof News.SignedOut out) {
        signedOut.add(out);
      }
    }
    begin(script, begun.values());
    displace(script, logins);
    signOut(script, signedOut);
    end(script, ended.values(), node);
  }

  private static void begin(Script script, Collection<News.LoggedIn> sessions) {
    if (sessions.isEmpty()) {
      return;
    }
    script.add(
        BEGIN,
        sessions.stream().mapToLong(News.LoggedIn::node).toArray(),
        sessions.stream().mapToInt(News.LoggedIn::app).toArray(),
        sessions.stream().mapToLong(each -> each.session().value()).toArray(),
        sessions.stream().map(each -> each.user().name()).toArray(String[]::new),
        sessions.stream().map(each -> each.device().kind().name()).toArray(String[]::new),
        sessions.stream().map(each -> each.device().name()).toArray(String[]::new),
        sessions.stream().mapToInt(each -> each.policy().number()).toArray(),
        sessions.stream().mapToLong(News.LoggedIn::stamp).toArray());
  }

  /// @param logins all of them, those too that have ended in the same batch
  private static void displace(Script script, List<News.LoggedIn> logins) {
    if (logins.isEmpty()) {
      return;
    }
    int[] apps = logins.stream().mapToInt(News.LoggedIn::app).toArray();
    String[] members = logins.stream().map(each -> each.user().name()).toArray(String[]::new);
    script.add(
        DISPLACE,
        apps,
        members,
        logins.stream().map(each -> each.device().kind().name()).toArray(String[]::new),
        logins.stream().map(each -> each.device().name()).toArray(String[]::new),
        logins.stream().map(SessionRows::displacedKinds).toArray(String[]::new),
        logins.stream().mapToLong(News.LoggedIn::stamp).toArray());
    script.add(DISPLACE_OLDEST, apps, members, Presence.DEVICES_AT_MOST);
  }

  private static String displacedKinds(News.LoggedIn login) {
    return Arrays.stream(DeviceKind.values())
        .filter(kind -> login.policy().displaces(login.device().kind(), kind))
        .map(DeviceKind::name)
        .collect(Collectors.joining(","));
  }

  private static void signOut(Script script, List<News.SignedOut> signedOut) {
    if (!signedOut.isEmpty()) {
      script.add(
          SIGN_OUT,
          signedOut.stream().mapToInt(News.SignedOut::app).toArray(),
          signedOut.stream().map(each -> each.user().name()).toArray(String[]::new),
          signedOut.stream()
              .map(each -> each.device().map(device -> device.kind().name()).orElse(null))
              .toArray(String[]::new),
          signedOut.stream()
              .map(each -> each.device().map(DeviceId::name).orElse(null))
              .toArray(String[]::new),
          signedOut.stream().mapToLong(News.SignedOut::stamp).toArray());
    }
  }

  private static void end(Script script, Collection<News.LoggedOut> sessions, long node) {
    if (!sessions.isEmpty()) {
      script.add(
          END,
          sessions.stream().mapToInt(News.LoggedOut::app).toArray(),
          sessions.stream().mapToLong(each -> each.session().value()).toArray(),
          node);
    }
  }

  /// Asks for the sessions of an app, in their order.
  ///
  /// @param unknown hears why a session is left out that a newer node wrote
  static List<News.LoggedIn> ask(Questions questions, int app, Consumer<RuntimeException> unknown) {
    List<News.LoggedIn> sessions = new ArrayList<>();
    questions.add(OF_APP, row -> addTo(sessions::add, app, row, unknown), app);
    return sessions;
  }

  /// Asks for the sessions of a user, in their order.
  ///
  /// @param unknown hears why a session is left out that a newer node wrote
  static List<News.LoggedIn> ask(
      Questions questions, UserId user, Consumer<RuntimeException> unknown) {
    List<News.LoggedIn> sessions = new ArrayList<>();
    questions.add(
        OF_USER, row -> addTo(sessions::add, user.app(), row, unknown), user.app(), user.name());
    return sessions;
  }

  /// Which of these users, of one app, have a session.
  ///
  /// @param users at least one
  static Set<UserId> onlineAmong(Session session, List<UserId> users) throws SQLException {
    return Set.copyOf(
        session.query(
            ONLINE_AMONG,
            row -> users.get((int) row.getLong(1) - 1),
            users.stream().map(UserId::name).toArray(String[]::new),
            users.getFirst().app()));
  }

  static Feed.Count count(Session session, int app) throws SQLException {
    return session
        .first(COUNT, row -> new Feed.Count(row.getLong(1), row.getLong(2)), app)
        .orElseThrow();
  }

  /// Takes the session of a row.
  ///
  /// @param unknown hears why it is left out that a newer node wrote
  static void addTo(
      Consumer<News.LoggedIn> into, int app, ResultSet row, Consumer<RuntimeException> unknown)
      throws SQLException {
    try {
      into.accept(session(app, row));
    } catch (IllegalArgumentException | InvalidIdException e) {
      unknown.accept(e);
    }
  }

  private static News.LoggedIn session(int app, ResultSet row) throws SQLException {
    return new News.LoggedIn(
        new UserId(app, row.getString(1)),
        new DeviceId(DeviceKind.valueOf(row.getString(2)), row.getString(3)),
        new SessionId(row.getLong(4)),
        LoginPolicy.of(row.getInt(5)),
        row.getLong(6),
        row.getLong(7));
  }
}
