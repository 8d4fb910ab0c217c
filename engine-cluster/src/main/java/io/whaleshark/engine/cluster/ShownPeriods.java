package io.whaleshark.engine.cluster;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a user's periods of membership show in one snapshot, without a look at any message.
/// Immutable.
///
/// @param stamp the app's newest in the snapshot; 0 if there are no periods
record ShownPeriods(List<Period> periods, long stamp) {

  /// What a period shows of a conversation: all retained above one sequence, up to another one.
  ///
  /// @param ever how many messages it was ever to show, expired and erased ones included. Never
  ///   gets less
  /// @param expiredPosition the newest position of what has expired since it began; 0 if nothing
  ///   has
  /// @param newestReplaced the stamp of the conversation's newest edit or recall; 0 if there was
  ///   none
  record Period(
      ConversationId conversation,
      long above,
      long upTo,
      long ever,
      long expiredPosition,
      long newestReplaced) {

    long count() {
      return Math.max(0, upTo - above);
    }

    boolean shows(ConversationId other, long sequence) {
      return conversation.equals(other) && above < sequence && sequence <= upTo;
    }
  }

  /// Each period of a user, `s`, with the row of its conversation, `c`. The values are the app and
  /// the user's name.
  static final String OF_USER =
      """
      FROM (SELECT ?::int AS app, ?::text AS member) q
      CROSS JOIN LATERAL (
        SELECT * FROM participations t WHERE t.app = q.app AND t.member = q.member
        ORDER BY t.conversation) p
      CROSS JOIN LATERAL (
        SELECT * FROM memberships t
        WHERE t.app = q.app AND t.conversation = p.conversation AND t.member = q.member
        ORDER BY t.joined) s
      CROSS JOIN LATERAL (
        SELECT * FROM conversations t WHERE t.app = q.app AND t.conversation = p.conversation
        LIMIT 1) c
      """;

  private static final String PERIODS =
      """
      SELECT p.app, p.conversation, greatest(s.joined, p.erased_up_to, c.floor_sequence),
        least(s.left_at, c.newest_sequence),
        least(s.left_at, c.newest_sequence) - s.joined,
        CASE WHEN greatest(s.joined, p.erased_up_to) < c.floor_sequence
          THEN c.floor_position ELSE 0 END,
        c.newest_recalled_at, (SELECT newest_stamp FROM apps a WHERE a.app = q.app)
      """
          + OF_USER;

  private record Row(Period period, long stamp) {}

  /// Asks one statement, whatever the inbox holds.
  static ShownPeriods of(Session session, UserId user) throws SQLException {
    List<Row> rows =
        session.query(
            PERIODS,
            row ->
                new Row(
                    new Period(
                        PostgresRows.conversationId(row),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7)),
                    row.getLong(8)),
            user.app(),
            user.name());
    return new ShownPeriods(
        rows.stream().map(Row::period).toList(),
        rows.stream().mapToLong(Row::stamp).findFirst().orElse(0));
  }

  /// Those that show anything.
  List<Period> retained() {
    return periods.stream().filter(period -> period.count() > 0).toList();
  }

  /// The number of retained messages for each conversation.
  List<Long> counts() {
    Map<ConversationId, Long> counts = new LinkedHashMap<>();
    periods.forEach(period -> counts.merge(period.conversation(), period.count(), Long::sum));
    return List.copyOf(counts.values());
  }

  boolean hasExpiredAfter(long after) {
    return periods.stream().anyMatch(period -> period.expiredPosition() > after);
  }

  /// How many messages the user was ever to see.
  long ever() {
    return periods.stream().mapToLong(Period::ever).sum();
  }

  /// The stamp of the newest edit or recall in any of the user's conversations; 0 if there was
  /// none.
  long newestReplaced() {
    return periods.stream().mapToLong(Period::newestReplaced).max().orElse(0);
  }
}
