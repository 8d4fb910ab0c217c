package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// Sets a sign of the user at a message, or takes it back. Immutable.
///
/// @param to the conversation of the message
/// @param of which message
/// @param reaction the sign, usually an emoji: 1..32 bytes of UTF-8
public record React(
    Peer to,
    String fromId,
    MessageName of,
    String reaction,
    boolean isSet,
    @Nullable String requestId)
    implements Request.Change {
  public React {
    Bounds.id(Field.FROM_ID, fromId);
    Bounds.reaction(reaction);
    Bounds.requestId(requestId);
  }

  @Override
  public CommandNumber command() {
    return CommandNumber.REACT;
  }
}
