package io.whaleshark.core.model;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.util.Optional;

/// That somebody has pinned a message, or pins it no more. Immutable.
///
/// @param sequence of the message
/// @param stamp of the message
/// @param clientId the id that its sender gave it
/// @param by who did it; empty if the app's backend did
/// @param pin as it is now; empty if the message is pinned no more
public record Pinning(
    ConversationId conversation,
    long sequence,
    long stamp,
    String clientId,
    Optional<UserId> by,
    Optional<Pin> pin) {

  /// Of a message.
  public static Pinning of(Message message, Optional<UserId> by, Optional<Pin> pin) {
    return new Pinning(
        message.conversation(),
        message.sequence(),
        message.stamp(),
        message.clientId().value(),
        by,
        pin);
  }
}
