package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// Pins a message for all who see it, or lets it be pinned no more. Immutable.
///
/// @param to the conversation of the message
/// @param of which message
public record PinSet(
    Peer to, String fromId, MessageName of, boolean isPinned, @Nullable String requestId)
    implements Request.Change {
  public PinSet {
    Bounds.id(Field.FROM_ID, fromId);
    Bounds.requestId(requestId);
  }

  @Override
  public CommandNumber command() {
    return CommandNumber.PIN;
  }
}
