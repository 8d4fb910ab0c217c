package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// Queries who has a sign at a message, ordered by user id. Immutable.
///
/// @param reaction the sign
/// @param lastUserId the cursor, exclusive: the last user of the page before; null for the first
public record ReactorsPull(
    Peer of,
    long messageSequence,
    String reaction,
    @Nullable String lastUserId,
    int maxLimit,
    @Nullable String fromId,
    @Nullable String requestId)
    implements Request.Question {
  public ReactorsPull {
    Bounds.number(Field.MESSAGE_SEQUENCE, messageSequence);
    Bounds.reaction(reaction);
    Bounds.idIfPresent(Field.LAST_USER_ID, lastUserId);
    maxLimit = Bounds.limit(maxLimit);
    Bounds.caller(fromId, requestId);
  }

  @Override
  public CommandNumber command() {
    return CommandNumber.REACTORS_PULL;
  }
}
