package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// Queries the pinned messages of a conversation, all at once. Immutable.
public record PinPull(Peer of, @Nullable String fromId, @Nullable String requestId)
    implements Request.Question {
  public PinPull {
    Bounds.caller(fromId, requestId);
  }

  @Override
  public CommandNumber command() {
    return CommandNumber.PIN_PULL;
  }
}
