package io.whaleshark.core.model;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;

/// A conversation in a user's list, with what concerns the user alone. Immutable. Never removed:
/// who left a group keeps it, with what they saw.
///
/// @param user the owner of the list
/// @param conversation the conversation
/// @param top whether it is pinned
/// @param mute whether its pushes are silent
/// @param deletedAt the stamp at which the user hid it until the next message; 0 if never
/// @param left what they keep of a group that they left
/// @param changedAt the stamp of the last change of these
public record Participation(
    UserId user,
    ConversationId conversation,
    boolean top,
    boolean mute,
    long deletedAt,
    Left left,
    long changedAt) {

  /// What who left a group keeps of it, besides its messages. Means nothing to a later membership.
  ///
  /// @param groupName its name then; empty if they never left, or before this was noted
  /// @param read how far they have read since; 0 if they reported nothing. It moves their own
  ///   unread count and nothing else: what others count is frozen in the [Membership] (P8)
  public record Left(String groupName, long read) {

    /// Of who has not left.
    public static final Left NEVER = new Left("", 0);
  }

  /// As it enters the list.
  public static Participation entered(UserId user, ConversationId conversation, long stamp) {
    return new Participation(user, conversation, false, false, 0, Left.NEVER, stamp);
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
    return new Participation(user, conversation, top, mute, 0, left, stamp);
  }

  /// The same, as its owner leaves the group.
  public Participation left(String groupName, long stamp) {
    return new Participation(
        user, conversation, top, mute, deletedAt, new Left(groupName, 0), stamp);
  }

  /// The same after its owner, who has left, reported what they displayed.
  public Participation readAfterLeaving(long sequence, long stamp) {
    return new Participation(
        user, conversation, top, mute, deletedAt, new Left(left.groupName(), sequence), stamp);
  }
}
