package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Retention;
import io.whaleshark.core.id.ConversationId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/// Finds what is too old, and deletes what lies below the floors. Thread-safe.
///
/// The stamps of a log grow, so an index finds the newest message that is too old by its stamp.
/// Behind it, imported messages may be older than their stamps say: they are gone through one by
/// one.
///
/// It deletes beside the lane, some rows a transaction: rows at or below a floor are never written
/// again, and never read for what they say. An id that was used again meanwhile names a newer
/// message, and stays; whoever comes second waits for the other's row, both in order of the ids. Of
/// each sender in a group the newest ordinal stays, which the next one counts on from. Reactions go
/// before their messages.
final class PostgresRetention implements Retention {

  private static final int ROWS_A_TRANSACTION = 1_000;

  private static final String DUE =
      """
      SELECT c.app, c.conversation,
        greatest(coalesce(kept.sequence - 1, c.newest_sequence), c.floor_sequence)
      FROM conversations c
      JOIN unnest(?::int[], ?::bigint[]) AS k(app, keep) ON k.app = c.app
      LEFT JOIN LATERAL (
        SELECT m.sequence FROM messages m
        WHERE m.app = c.app AND m.conversation = c.conversation
          AND m.stamp > 0 AND m.stamp < k.keep
        ORDER BY m.stamp DESC LIMIT 1) old ON true
      LEFT JOIN LATERAL (
        SELECT m.sequence FROM messages m
        WHERE m.app = c.app AND m.conversation = c.conversation
          AND m.sequence > greatest(old.sequence, c.deleted_sequence)
          AND (m.sent_at = 0 OR m.sent_at >= k.keep)
        ORDER BY m.sequence LIMIT 1) kept ON true
      WHERE (c.app, c.conversation) > (?, ?)
        AND greatest(coalesce(kept.sequence - 1, c.newest_sequence), c.floor_sequence)
          > c.deleted_sequence
      ORDER BY c.app, c.conversation LIMIT ?
      """;

  private static final String DELETE =
      """
      WITH gone AS (
        DELETE FROM messages m
        WHERE m.app = ? AND m.conversation = ? AND m.sequence <= ? AND m.sequence <= ?
        RETURNING m.app, m.conversation, m.sequence, m.sender, m.client_id, m.ordinal),
      forgotten AS (
        DELETE FROM sent WHERE ctid = ANY (ARRAY(
          SELECT i.ctid
          FROM (SELECT * FROM gone ORDER BY app, sender, client_id) g
          CROSS JOIN LATERAL (
            SELECT s.ctid FROM sent s
            WHERE s.app = g.app AND s.sender = g.sender AND s.client_id = g.client_id
              AND s.conversation = g.conversation AND s.sequence = g.sequence
            LIMIT 1 FOR UPDATE) i))),
      kept AS (
        INSERT INTO expired_ordinals AS e (app, conversation, sender, sequence, ordinal)
        SELECT app, conversation, sender, max(sequence), max(ordinal) FROM gone
        WHERE conversation >= 'g' GROUP BY app, conversation, sender
        ON CONFLICT (app, conversation, sender) DO UPDATE
          SET sequence = greatest(e.sequence, excluded.sequence),
            ordinal = greatest(e.ordinal, excluded.ordinal))
      SELECT count(*) FROM gone
      """;

  private final Postgres postgres;

  PostgresRetention(Postgres postgres) {
    this.postgres = postgres;
  }

  @Override
  public List<Due> due(IntToLongFunction keepFrom, Optional<ConversationId> after, int limit) {
    return postgres.read(session -> {
      int[] apps =
          session
              .query("SELECT app FROM apps WHERE app <> " + Locks.NO_APP, row -> row.getInt(1))
              .stream()
              .mapToInt(Integer::intValue)
              .toArray();
      long[] keep = new long[apps.length];
      for (int i = 0; i < apps.length; i++) {
        keep[i] = keepFrom.applyAsLong(apps[i]);
      }
      return session.query(
          DUE,
          row -> new Due(PostgresRows.conversationId(row), row.getLong(3)),
          apps,
          keep,
          after.map(ConversationId::app).orElse(Integer.MIN_VALUE),
          after.map(ConversationNames::of).orElse(""),
          limit);
    });
  }

  @Override
  public long delete(ConversationId conversation) {
    int reactions = ReactionStatements.EXPIRED_AT_ONCE;
    while (reactions == ReactionStatements.EXPIRED_AT_ONCE) {
      reactions =
          postgres.write(session -> ReactionStatements.deleteExpired(session, conversation));
    }
    long deleted = 0;
    while (true) {
      long more = postgres.write(session -> deleteSome(session, conversation));
      deleted += more;
      if (more < ROWS_A_TRANSACTION) {
        return deleted;
      }
    }
  }

  /// Messages are dense: so many rows are so many sequences.
  private static long deleteSome(Session session, ConversationId conversation) throws SQLException {
    int app = conversation.app();
    String name = ConversationNames.of(conversation);
    Optional<long[]> found =
        session.first(
            "SELECT deleted_sequence, floor_sequence FROM conversations"
                + " WHERE app = ? AND conversation = ?",
            row -> new long[] {row.getLong(1), row.getLong(2)},
            app,
            name);
    if (found.isEmpty()) {
      return 0;
    }
    long upTo = found.get()[0] + ROWS_A_TRANSACTION;
    long floor = found.get()[1];
    long deleted =
        session.first(DELETE, row -> row.getLong(1), app, name, upTo, floor).orElseThrow();
    ReactionStatements.deleteTallies(session, conversation, Math.min(upTo, floor));
    session.update(
        "UPDATE conversations SET deleted_sequence = greatest(deleted_sequence, least(?, ?))"
            + " WHERE app = ? AND conversation = ? AND deleted_sequence < least(?, ?)",
        upTo,
        floor,
        app,
        name,
        upTo,
        floor);
    return deleted;
  }
}
