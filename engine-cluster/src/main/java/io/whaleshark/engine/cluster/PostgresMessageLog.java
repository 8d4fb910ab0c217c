package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.MessageLog;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// History: ranges of a log. Thread-safe.
final class PostgresMessageLog implements MessageLog {

  /// The newest sequence of a conversation that has expired.
  private static final String FLOOR =
      """
      coalesce(
        (SELECT floor_sequence FROM conversations c WHERE c.app = ? AND c.conversation = ?), 0)
      """;

  /// The retained messages of a conversation.
  private static final String RETAINED =
      "FROM messages m WHERE m.app = ? AND m.conversation = ? AND m.sequence > " + FLOOR;

  /// In the order of senders, the entry at or before a place is theirs, or they have none there.
  private static final String NEWEST_BY =
      """
      SELECT m.sequence FROM (
        SELECT t.sender, t.sequence FROM messages t
        WHERE t.app = ? AND t.conversation = ? AND t.conversation >= 'g'
          AND (t.sender, t.sequence) <= (?, ?)
        ORDER BY t.sender DESC, t.sequence DESC LIMIT 1) m
      WHERE m.sender = ? AND m.sequence >
      """
          + FLOOR;

  private static final String RANGE =
      "SELECT "
          + PostgresRows.MESSAGE
          + " "
          + RETAINED
          + " AND m.sequence > ? AND m.sequence <= ? ORDER BY m.sequence";

  private static final String NAMED =
      "SELECT "
          + PostgresRows.MESSAGE
          + """
           FROM unnest(?::bigint[]) WITH ORDINALITY AS k(sequence, i)
          CROSS JOIN LATERAL (
            SELECT * FROM messages t
            WHERE t.app = ? AND t.conversation = ? AND t.sequence = k.sequence
            ORDER BY t.sequence LIMIT 1) m
          WHERE m.sequence >
          """
          + FLOOR
          + " ORDER BY k.i LIMIT ?";

  private final Postgres postgres;

  PostgresMessageLog(Postgres postgres) {
    this.postgres = postgres;
  }

  @Override
  public List<Message> after(ConversationId conversation, long after, long upTo, PageLimit limit) {
    return range(RANGE + " LIMIT ?", conversation, after, upTo, limit);
  }

  @Override
  public List<Message> before(
      ConversationId conversation, long before, long above, PageLimit limit) {
    return range(RANGE + " DESC LIMIT ?", conversation, above, before - 1, limit).reversed();
  }

  private List<Message> range(
      String sql, ConversationId conversation, long after, long upTo, PageLimit limit) {
    int app = conversation.app();
    String name = ConversationNames.of(conversation);
    return page(sql, limit, app, name, app, name, after, upTo, limit.entries());
  }

  @Override
  public List<Message> messages(
      ConversationId conversation, List<Long> sequences, PageLimit limit) {
    int app = conversation.app();
    String name = ConversationNames.of(conversation);
    long[] named = sequences.stream().mapToLong(Long::longValue).toArray();
    return page(NAMED, limit, named, app, name, app, name, limit.entries());
  }

  private List<Message> page(String sql, PageLimit limit, Object... values) {
    return postgres.read(session -> {
      List<Message> page = new ArrayList<>();
      long[] bytes = {0};
      session.walk(
          sql,
          row -> {
            Message message = PostgresRows.message(row);
            page.add(message);
            bytes[0] += message.sizeBytes();
            return bytes[0] < limit.bytes();
          },
          values);
      return page;
    });
  }

  @Override
  public Optional<Message> message(ConversationId conversation, long sequence) {
    return after(conversation, sequence - 1, sequence, PageLimit.of(1)).stream().findFirst();
  }

  @Override
  public Set<UserId> authors(ConversationId.Group group, long after, long upTo) {
    int app = group.app();
    String name = ConversationNames.of(group);
    return postgres.read(session ->
        new LinkedHashSet<>(
            session.query(
                "SELECT DISTINCT r.sender FROM (SELECT m.sender "
                    + RETAINED
                    + " AND m.sequence > ? AND m.sequence <= ? ORDER BY m.sequence) r",
                row -> new UserId(app, row.getString(1)),
                app,
                name,
                app,
                name,
                after,
                upTo)));
  }

  @Override
  public long newestBy(ConversationId.Group group, UserId user, long upTo) {
    int app = group.app();
    String name = ConversationNames.of(group);
    return postgres.read(session ->
        session
            .first(
                NEWEST_BY,
                row -> row.getLong(1),
                app,
                name,
                user.name(),
                upTo,
                user.name(),
                app,
                name)
            .orElse(0L));
  }
}
