package io.whaleshark.core.history;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import java.util.List;

/// What a user sees of a conversation.
///
/// @param periods of which they see the messages, ascending
/// @param erased the newest sequence that an erasure took from their view
record Sight(List<Membership> periods, long erased) {

  /// Blocks while it reads.
  static Sight of(Engine engine, UserId user, ConversationId conversation) {
    return new Sight(
        engine.memberships().periods(conversation, user),
        engine.conversations().erasedUpTo(user, conversation));
  }

  /// A direct conversation without messages is empty; a group is forbidden to users who were never
  /// members, or of whom nothing is left there.
  boolean isForbidden(ConversationId conversation) {
    boolean isKnown = periods.stream().anyMatch(p -> p.isOpen() || p.left() > erased);
    return !isKnown && conversation instanceof ConversationId.Group;
  }

  boolean sees(long sequence) {
    return sequence > erased && periods.stream().anyMatch(period -> period.sees(sequence));
  }
}
