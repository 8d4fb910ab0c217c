package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Inboxes.Gap;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.reading.InboxEntry;
import io.whaleshark.core.reading.InboxRows;
import io.whaleshark.engine.cluster.PostgresInboxRows.Place;
import io.whaleshark.engine.cluster.ShownPeriods.Period;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The rows of one user's inbox, in the snapshot of a session. Confined to the session's thread.
///
/// What a period of membership shows is a range of a log, less what has expired. A message stands
/// at its stamp, one that was edited or recalled at the stamp of that, which `recalled_at` says: so
/// each range is looked at twice, over the log without what was replaced and over that.
final class PostgresInboxRows implements InboxRows<Place> {

  /// An entry of the inbox.
  record Place(ConversationId conversation, long position, long sequence, int rank)
      implements InboxEntry {}

  private static final int MESSAGES_A_TRIP = 64;

  /// Each range, with the first of its sequences that was committed after a cursor; nothing of a
  /// range in which none was.
  private static final String RANGES =
      """
      FROM unnest(?::text[], ?::bigint[], ?::bigint[]) WITH ORDINALITY
        AS k(conversation, above, up_to, i)
      CROSS JOIN (SELECT ?::int AS app, ?::bigint AS after, ?::int AS most) q
      CROSS JOIN LATERAL (
        (SELECT m.stamp AS position, m.sequence FROM messages m
         WHERE m.app = q.app AND m.conversation = k.conversation AND m.recalled_at = 0
           AND m.sequence > k.above AND m.sequence <= k.up_to
           AND m.sequence >= (
             SELECT f.sequence FROM messages f
             WHERE f.app = q.app AND f.conversation = k.conversation
               AND f.stamp > 0 AND f.stamp > q.after
             ORDER BY f.stamp LIMIT 1)
         ORDER BY m.sequence %1$s LIMIT q.most)
        UNION ALL
        (SELECT m.recalled_at AS position, m.sequence FROM messages m
         WHERE m.app = q.app AND m.conversation = k.conversation AND m.recalled_at > 0
           AND m.recalled_at > q.after AND m.sequence > k.above AND m.sequence <= k.up_to
         ORDER BY m.recalled_at %1$s LIMIT q.most)) e
      """;

  private static final String OLDEST =
      "SELECT k.conversation, e.position, e.sequence, 0 "
          + RANGES.formatted("ASC")
          + " ORDER BY e.position LIMIT ?";

  private static final String NEWEST =
      "SELECT * FROM (SELECT k.conversation, e.position, e.sequence,"
          + " row_number() OVER (PARTITION BY k.conversation ORDER BY e.position DESC) - 1 AS rank "
          + RANGES.formatted("DESC")
          + ") r WHERE r.rank < ?";

  /// For each range the first and the last sequence whose position lies between two: of what was
  /// not replaced, and of what was.
  private static final String DROPPED =
      """
      SELECT k.conversation, least(f.first, r.first), greatest(l.last, r.last)
      FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[])
        AS k(conversation, above, up_to, kept)
      CROSS JOIN (SELECT ?::int AS app, ?::bigint AS after) q
      LEFT JOIN LATERAL (
        SELECT s.sequence FROM messages s
        WHERE s.app = q.app AND s.conversation = k.conversation
          AND s.stamp > 0 AND s.stamp > q.after
        ORDER BY s.stamp LIMIT 1) low ON true
      LEFT JOIN LATERAL (
        SELECT s.sequence FROM messages s
        WHERE s.app = q.app AND s.conversation = k.conversation
          AND s.stamp > 0 AND s.stamp < k.kept
        ORDER BY s.stamp DESC LIMIT 1) high ON true
      LEFT JOIN LATERAL (
        SELECT m.sequence AS first FROM messages m
        WHERE m.app = q.app AND m.conversation = k.conversation AND m.recalled_at = 0
          AND m.sequence >= greatest(k.above + 1, low.sequence)
          AND m.sequence <= least(k.up_to, high.sequence) AND low.sequence <= high.sequence
        ORDER BY m.sequence LIMIT 1) f ON true
      LEFT JOIN LATERAL (
        SELECT m.sequence AS last FROM messages m
        WHERE m.app = q.app AND m.conversation = k.conversation AND m.recalled_at = 0
          AND m.sequence >= greatest(k.above + 1, low.sequence)
          AND m.sequence <= least(k.up_to, high.sequence) AND low.sequence <= high.sequence
        ORDER BY m.sequence DESC LIMIT 1) l ON true
      LEFT JOIN LATERAL (
        SELECT min(d.sequence) AS first, max(d.sequence) AS last FROM (
          SELECT m.sequence FROM messages m
          WHERE m.app = q.app AND m.conversation = k.conversation AND m.recalled_at > 0
            AND m.recalled_at > q.after AND m.recalled_at < k.kept
            AND m.sequence > k.above AND m.sequence <= k.up_to
          ORDER BY m.recalled_at) d) r ON true
      WHERE f.first IS NOT NULL OR r.first IS NOT NULL
      """;

  private static final String MESSAGES =
      "SELECT "
          + PostgresRows.MESSAGE
          + """
           FROM unnest(?::text[], ?::bigint[]) WITH ORDINALITY AS k(conversation, sequence, i)
          CROSS JOIN LATERAL (
            SELECT * FROM messages t
            WHERE t.app = ? AND t.conversation = k.conversation AND t.sequence = k.sequence
            LIMIT 1) m
          ORDER BY k.i
          """;

  private final Session session;
  private final int app;
  private final ShownPeriods shown;

  /// @param shown of the same session
  PostgresInboxRows(Session session, UserId user, ShownPeriods shown) {
    this.session = session;
    this.app = user.app();
    this.shown = shown;
  }

  @Override
  public List<Long> counts() {
    return shown.counts();
  }

  @Override
  public boolean hasExpiredAfter(long after) {
    return shown.hasExpiredAfter(after);
  }

  @Override
  public List<Place> oldest(long after, int limit) {
    return places(OLDEST, after, limit);
  }

  @Override
  public List<Place> newest(long after, int limit) {
    return places(NEWEST, after, limit);
  }

  private List<Place> places(String sql, long after, int limit) {
    List<Period> ranges = shown.retained();
    return ask(() ->
        session.query(
            sql,
            row ->
                new Place(
                    ConversationNames.conversation(app, row.getString(1)),
                    row.getLong(2),
                    row.getLong(3),
                    row.getInt(4)),
            names(ranges),
            ranges.stream().mapToLong(Period::above).toArray(),
            ranges.stream().mapToLong(Period::upTo).toArray(),
            app,
            after,
            limit,
            limit));
  }

  private static String[] names(List<Period> ranges) {
    return ranges.stream()
        .map(range -> ConversationNames.of(range.conversation()))
        .toArray(String[]::new);
  }

  /// Read some at a time: a page may end early, by its bytes.
  @Override
  public Iterable<Message> messages(List<Place> entries) {
    return () ->
        IntStream.iterate(0, from -> from < entries.size(), from -> from + MESSAGES_A_TRIP)
            .mapToObj(
                from -> entries.subList(from, Math.min(from + MESSAGES_A_TRIP, entries.size())))
            .flatMap(some -> read(some).stream())
            .iterator();
  }

  private List<Message> read(List<Place> entries) {
    return ask(() ->
        session.query(
            MESSAGES,
            PostgresRows::message,
            entries.stream()
                .map(entry -> ConversationNames.of(entry.conversation()))
                .toArray(String[]::new),
            entries.stream().mapToLong(Place::sequence).toArray(),
            app));
  }

  @Override
  public List<Gap> gaps(long after, Map<ConversationId, Long> keptFrom) {
    List<Period> ranges = new ArrayList<>();
    for (Period range : shown.retained()) {
      if (keptFrom.containsKey(range.conversation())) {
        ranges.add(range);
      }
    }
    return ask(() ->
        session.query(
            DROPPED,
            row ->
                new Gap(
                    ConversationNames.conversation(app, row.getString(1)),
                    row.getLong(2),
                    row.getLong(3)),
            names(ranges),
            ranges.stream().mapToLong(Period::above).toArray(),
            ranges.stream().mapToLong(Period::upTo).toArray(),
            ranges.stream()
                .mapToLong(range -> keptFrom.getOrDefault(range.conversation(), 0L))
                .toArray(),
            app,
            after));
  }

  /// What is asked of a session.
  private interface Asked<T> {
    T ask() throws SQLException;
  }

  private static <T> T ask(Asked<T> asked) {
    try {
      return asked.ask();
    } catch (SQLException e) {
      throw Failures.of("cannot read an inbox", e);
    }
  }
}
