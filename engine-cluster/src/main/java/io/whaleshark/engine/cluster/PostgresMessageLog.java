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

  /// The retained messages of a conversation.
  private static final String RETAINED =
      """
      FROM messages m
      WHERE m.app = ? AND m.conversation = ? AND m.sequence > coalesce(
        (SELECT floor_sequence FROM conversations c WHERE c.app = ? AND c.conversation = ?), 0)
      """;

  private static final String RANGE =
      "SELECT "
          + PostgresRows.MESSAGE
          + " "
          + RETAINED
          + " AND m.sequence > ? AND m.sequence <= ? ORDER BY m.sequence";

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
          app,
          name,
          app,
          name,
          after,
          upTo,
          limit.entries());
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
                "SELECT DISTINCT m.sender " + RETAINED + " AND m.sequence > ? AND m.sequence <= ?",
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
                "SELECT m.sequence "
                    + RETAINED
                    + " AND m.conversation >= 'g' AND m.sender = ? AND m.sequence <= ?"
                    + " ORDER BY m.sequence DESC LIMIT 1",
                row -> row.getLong(1),
                app,
                name,
                app,
                name,
                user.name(),
                upTo)
            .orElse(0L));
  }
}
