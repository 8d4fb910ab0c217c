package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.reading.InboxWalk;

/// Inboxes, merged from the logs when they are asked for. Thread-safe. Cost of a pull: three or
/// four statements, however many conversations there are; each looks into the indexes a few times
/// for each conversation.
final class PostgresInboxes implements Inboxes {

  /// The newest position of each of a user's periods: of what is retained there, of what was
  /// replaced, and of what has expired since the period began.
  private static final String NEWEST =
      """
      SELECT coalesce(max(greatest(
        (SELECT m.stamp FROM messages m
         WHERE m.app = s.app AND m.conversation = s.conversation AND m.recalled_at = 0
           AND m.sequence > greatest(s.joined, p.erased_up_to, c.floor_sequence) AND m.sequence <= s.left_at
         ORDER BY m.sequence DESC LIMIT 1),
        (SELECT m.recalled_at FROM messages m
         WHERE m.app = s.app AND m.conversation = s.conversation AND m.recalled_at > 0
           AND m.sequence > greatest(s.joined, p.erased_up_to, c.floor_sequence) AND m.sequence <= s.left_at
         ORDER BY m.recalled_at DESC LIMIT 1),
        CASE WHEN greatest(s.joined, p.erased_up_to) < c.floor_sequence
          THEN c.floor_position END)), 0)
      """
          + ShownPeriods.OF_USER;

  private final Postgres postgres;

  PostgresInboxes(Postgres postgres) {
    this.postgres = postgres;
  }

  @Override
  public long newest(UserId user) {
    return postgres.read(session ->
        session.first(NEWEST, row -> row.getLong(1), user.app(), user.name()).orElseThrow());
  }

  @Override
  public Slice pull(UserId user, long after, PageLimit limit, Bound bound) {
    return postgres.read(session -> {
      ShownPeriods shown = ShownPeriods.of(session, user);
      return new InboxWalk<>(new PostgresInboxRows(session, user, shown), after, bound)
          .slice(limit);
    });
  }
}
