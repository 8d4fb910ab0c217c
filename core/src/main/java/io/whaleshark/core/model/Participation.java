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
/// @param hiddenUpTo the newest sequence when the user hid it, until a later one comes; [#SHOWN] if
///   they did not
/// @param left what they keep of a group that they left
/// @param changedAt the stamp of the last change of these
public record Participation(
    UserId user,
    ConversationId conversation,
    boolean top,
    boolean mute,
    long hiddenUpTo,
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
    return new Participation(user, conversation, false, false, SHOWN, Left.NEVER, stamp);
  }

  /// The value of `hiddenUpTo` of what is not hidden.
  public static final long SHOWN = -1;

  /// Whether it is hidden, and nothing was said since.
  ///
  /// @param membership the owner's newest period. What came back before an earlier one was closed
  ///   has been [#shown] since
  /// @param newest the conversation's newest sequence
  public boolean isHidden(Membership membership, long newest) {
    return hiddenUpTo != SHOWN && !hasComeBack(membership, newest);
  }

  /// Whether it was brought back by a message after it was hidden. What was said brings it back for
  /// good: not only until it expires.
  ///
  /// @param membership see [#isHidden]
  /// @param newest the conversation's newest sequence
  public boolean hasComeBack(Membership membership, long newest) {
    long seen = membership.newestSeen(newest);
    return hiddenUpTo != SHOWN && seen > membership.joined() && seen > hiddenUpTo;
  }

  /// How far its owner has read, for their own eyes: also what they reported after they left, which
  /// counts for nobody else.
  ///
  /// @param membership the owner's newest period
  public long read(Membership membership) {
    return Math.max(membership.read(), left.read());
  }

  /// The same, hidden until something is said after that sequence.
  public Participation hidden(long upTo, long stamp) {
    return new Participation(user, conversation, top, mute, upTo, left, stamp);
  }

  /// The same, hidden no more.
  public Participation shown(long stamp) {
    return new Participation(user, conversation, top, mute, SHOWN, left, stamp);
  }

  /// The same, as its owner leaves the group.
  public Participation left(String groupName, long stamp) {
    return new Participation(
        user, conversation, top, mute, hiddenUpTo, new Left(groupName, 0), stamp);
  }

  /// The same after its owner, who has left, reported what they displayed.
  public Participation readAfterLeaving(long sequence, long stamp) {
    return new Participation(
        user, conversation, top, mute, hiddenUpTo, new Left(left.groupName(), sequence), stamp);
  }
}
