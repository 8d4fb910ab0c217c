package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// Shows the others of a conversation that the user is writing there, or has stopped. Success is
/// not answered.
///
/// @param isTyping true while the user writes, repeated each 3 s
public record TypingRequest(
    Peer in, boolean isTyping, @Nullable String fromId, @Nullable String requestId)
    implements Request.OfDevice {
  public TypingRequest {
    Bounds.caller(fromId, requestId);
  }

  @Override
  public CommandNumber command() {
    return CommandNumber.TYPING;
  }
}
