package io.whaleshark.core.engine;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;

/// A conversation in a user's list, with what the user alone has set there. Immutable. Never
/// removed: who left a group keeps it, with what they saw.
///
/// @param user the owner of the list
/// @param conversation the conversation
/// @param top whether it is pinned
/// @param mute whether its pushes are silent
/// @param deletedAt the stamp at which the user hid it until the next message; 0 if never
/// @param changedAt the stamp of the last change of these
public record Participation(
    UserId user,
    ConversationId conversation,
    boolean top,
    boolean mute,
    long deletedAt,
    long changedAt) {

  /// As it enters the list.
  public static Participation entered(UserId user, ConversationId conversation, long stamp) {
    return new Participation(user, conversation, false, false, 0, stamp);
  }

  /// Whether it was brought back by a message after it was hidden.
  ///
  /// @param membership the owner's newest period; what had come back before it was closed has been
  ///   [#shown] since
  /// @param head the conversation's newest end
  public boolean hasComeBack(Membership membership, Head head) {
    return membership.isOpen()
        && membership.sees(head.sequence())
        && 0 < deletedAt
        && deletedAt < head.stamp();
  }

  /// The same, hidden no more.
  public Participation shown(long stamp) {
    return new Participation(user, conversation, top, mute, 0, stamp);
  }
}
