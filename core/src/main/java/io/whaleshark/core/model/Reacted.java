package io.whaleshark.core.model;

import io.whaleshark.core.id.ConversationId;

/// That somebody has set a sign at a message, or has taken it back. Immutable.
///
/// @param stamp of the message
/// @param clientId the id that its sender gave it
/// @param count how many users have the sign at the message right afterwards
public record Reacted(
    ConversationId conversation,
    long stamp,
    String clientId,
    Reaction reaction,
    boolean isSet,
    long count) {

  /// At a message.
  public static Reacted to(Message message, Reaction reaction, boolean isSet, Tally tally) {
    return new Reacted(
        message.conversation(),
        message.stamp(),
        message.clientId().value(),
        reaction,
        isSet,
        tally.of(reaction.sign()));
  }
}
