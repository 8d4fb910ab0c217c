package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// Queries the reactions to a range of messages of a conversation. Immutable.
///
/// @param fromSequence inclusive
/// @param toSequence inclusive, at most 199 above `fromSequence`
public record ReactionPull(
    Peer of,
    long fromSequence,
    long toSequence,
    @Nullable String fromId,
    @Nullable String requestId)
    implements Request.Question {
  public ReactionPull {
    Bounds.range(fromSequence, toSequence);
    Bounds.caller(fromId, requestId);
  }

  @Override
  public CommandNumber command() {
    return CommandNumber.REACTION_PULL;
  }
}
