package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Reactions;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Tally;
import java.util.List;
import java.util.Optional;

/// Who has reacted to which messages. Thread-safe.
final class PostgresReactions implements Reactions {

  private static final String NOBODY = ""; // no user has that name

  private final Postgres postgres;

  PostgresReactions(Postgres postgres) {
    this.postgres = postgres;
  }

  @Override
  public List<Seen> tallies(
      ConversationId conversation, Optional<UserId> asker, long after, long upTo, int limit) {
    return postgres.read(session ->
        session.query(
            ReactionStatements.IN_RANGE,
            ReactionStatements::seen,
            asker.map(UserId::name).orElse(NOBODY),
            conversation.app(),
            ConversationNames.of(conversation),
            after,
            upTo,
            limit));
  }

  @Override
  public Tally tally(ConversationId conversation, long sequence) {
    return tallies(conversation, Optional.empty(), sequence - 1, sequence, 1).stream()
        .map(Seen::tally)
        .findFirst()
        .orElse(Tally.none(sequence));
  }

  @Override
  public List<UserId> reactors(
      ConversationId conversation, long sequence, String sign, String after, int limit) {
    return postgres.read(session ->
        session.query(
            ReactionStatements.REACTORS,
            row -> PostgresRows.user(row, "member"),
            sign,
            after,
            limit,
            conversation.app(),
            ConversationNames.of(conversation),
            sequence));
  }
}
