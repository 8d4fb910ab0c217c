package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Memberships;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Who is in a conversation and how far they read. Thread-safe.
final class PostgresMemberships implements Memberships {

  private final Postgres postgres;

  PostgresMemberships(Postgres postgres) {
    this.postgres = postgres;
  }

  @Override
  public Optional<Group> group(ConversationId.Group group) {
    return postgres.read(session ->
        session
            .first(
                "SELECT "
                    + PostgresRows.CONVERSATION
                    + " FROM conversations c WHERE c.app = ? AND c.conversation = ?",
                row -> PostgresRows.conversation(group, row),
                group.app(),
                ConversationNames.of(group))
            .flatMap(PostgresRows.Conversation::group));
  }

  @Override
  public List<Group> groups(int app, String after, int limit) {
    List<Optional<Group>> rows =
        postgres.read(session ->
            session.query(
                "SELECT c.app, c.conversation, "
                    + PostgresRows.CONVERSATION
                    + " FROM conversations c"
                    + " WHERE c.app = ? AND c.conversation > ? AND c.conversation < ?"
                    + " ORDER BY c.conversation LIMIT ?",
                row -> PostgresRows.conversation(PostgresRows.conversationId(row), row).group(),
                app,
                ConversationNames.GROUP + after,
                ConversationNames.BEHIND_GROUPS,
                limit));
    return rows.stream().flatMap(Optional::stream).toList();
  }

  @Override
  public List<Membership> periods(ConversationId conversation, UserId user) {
    return postgres.read(session ->
        session.query(
            "SELECT "
                + PostgresRows.MEMBERSHIP
                + " FROM memberships s"
                + " WHERE s.app = ? AND s.conversation = ? AND s.member = ? ORDER BY s.joined",
            PostgresRows::membership,
            conversation.app(),
            ConversationNames.of(conversation),
            user.name()));
  }

  @Override
  public List<Membership> periods(List<ConversationId.Group> groups, UserId user) {
    if (groups.isEmpty()) {
      return List.of();
    }
    List<UserId> users = Collections.nCopies(groups.size(), user);
    return Lookup.all(postgres, user.app(), (lookup, into) -> lookup.periods(groups, users, into));
  }

  @Override
  public List<Membership> periods(ConversationId conversation, List<UserId> users) {
    if (users.isEmpty()) {
      return List.of();
    }
    List<ConversationId> conversations = Collections.nCopies(users.size(), conversation);
    return Lookup.all(
        postgres, conversation.app(), (lookup, into) -> lookup.periods(conversations, users, into));
  }

  @Override
  public List<Membership> present(ConversationId.Group group, String after, int limit) {
    return postgres.read(session ->
        session.query(
            "SELECT "
                + PostgresRows.MEMBERSHIP
                + " FROM memberships s"
                + " WHERE s.app = ? AND s.conversation = ? AND s.member > ? AND s.left_at = ?"
                + " ORDER BY s.member LIMIT ?",
            PostgresRows::membership,
            group.app(),
            ConversationNames.of(group),
            after,
            Membership.OPEN,
            limit));
  }

  /// Who has read a message has a period that began before it and was read up to it: what ended
  /// before it was not. Cost: a walk over the index alone, of those that have.
  @Override
  public long readCount(Message message) {
    return postgres.read(session ->
        session
            .first(
                """
                SELECT count(*) FROM (
                  SELECT FROM memberships s
                  WHERE s.app = ? AND s.conversation = ? AND s.read > 0 AND s.read >= ?
                    AND s.joined < ? AND s.member <> ?
                  ORDER BY s.read) r
                """,
                row -> row.getLong(1),
                message.conversation().app(),
                ConversationNames.of(message.conversation()),
                message.sequence(),
                message.sequence(),
                message.sender().name())
            .orElseThrow());
  }

  @Override
  public List<Reader> audience(Message message, String after, int limit) {
    int app = message.conversation().app();
    return postgres.read(session ->
        session.query(
            """
            SELECT s.member, s.read >= ? FROM memberships s
            WHERE s.app = ? AND s.conversation = ? AND s.member > ? AND s.member <> ?
              AND s.joined < ? AND s.left_at >= ?
            ORDER BY s.member LIMIT ?
            """,
            row -> new Reader(new UserId(app, row.getString(1)), row.getBoolean(2)),
            message.sequence(),
            app,
            ConversationNames.of(message.conversation()),
            after,
            message.sender().name(),
            message.sequence(),
            message.sequence(),
            limit));
  }
}
