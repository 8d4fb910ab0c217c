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
/// @param unshared how far they have read while others were not to see it
/// @param erased what an erasure of the user took from their view
/// @param changedAt the stamp of the last change of these
public record Participation(
    UserId user,
    ConversationId conversation,
    boolean top,
    boolean mute,
    long hiddenUpTo,
    Left left,
    Unshared unshared,
    Erased erased,
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

  /// How far its owner has read while others did not see their receipts. It moves what they and
  /// their devices see, and nothing else: what others see and count is in the [Membership], and
  /// stays behind until the owner reports something while they do (ADR 27).
  ///
  /// @param read the highest sequence displayed and reported meanwhile; 0 if there is none
  /// @param own how many messages at or below it are the user's own
  public record Unshared(long read, long own) {

    /// Of who has hidden nothing.
    public static final Unshared NOTHING = new Unshared(0, 0);
  }

  /// Up to where an erasure of the user took a conversation from their view. It moves what the user
  /// sees and nothing else: what others count of them is in their [Membership]s, which stay (P8).
  /// Whoever comes under that name afterwards sees what is said above it.
  ///
  /// @param upTo the newest sequence then (inclusive); below every sequence if nothing was erased
  /// @param own how many messages at or below it are the user's own
  /// @param at the stamp of the erasure
  public record Erased(long upTo, long own, long at) {

    /// Of whom nothing was erased.
    public static final Erased NOTHING = new Erased(-1, 0, 0);

    /// Whether it shows a message that the user's periods show.
    public boolean spares(long sequence) {
      return sequence > upTo;
    }
  }

  /// As it enters the list.
  public static Participation entered(UserId user, ConversationId conversation, long stamp) {
    return new Participation(
        user,
        conversation,
        false,
        false,
        SHOWN,
        Left.NEVER,
        Unshared.NOTHING,
        Erased.NOTHING,
        stamp);
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

  /// How far its owner has read, for their own eyes: also what they reported after they left or
  /// while others were not to see it, and what was erased. None of it counts for anybody else.
  ///
  /// @param membership the owner's newest period
  public long read(Membership membership) {
    return Math.max(sharedRead(membership), unshared.read());
  }

  /// How far its owner has read, less what others were not to see.
  ///
  /// @param membership the owner's newest period
  public long sharedRead(Membership membership) {
    return Math.max(membership.read(), Math.max(left.read(), erased.upTo()));
  }

  /// The same with other settings.
  public Participation set(boolean nowTop, boolean nowMute, long nowHiddenUpTo, long stamp) {
    return new Participation(
        user, conversation, nowTop, nowMute, nowHiddenUpTo, left, unshared, erased, stamp);
  }

  /// The same, hidden until something is said after that sequence.
  public Participation hidden(long upTo, long stamp) {
    return set(top, mute, upTo, stamp);
  }

  /// The same, hidden no more.
  public Participation shown(long stamp) {
    return set(top, mute, SHOWN, stamp);
  }

  /// The same without anything that its owner has set or seen so far.
  ///
  /// @param upTo the conversation's newest sequence
  /// @param own how many of its messages are the owner's
  public Participation erased(long upTo, long own, long stamp) {
    Erased all = new Erased(upTo, own, stamp);
    return new Participation(
        user, conversation, false, false, SHOWN, Left.NEVER, Unshared.NOTHING, all, stamp);
  }

  /// Whether its owner has nothing to do with it any more, as if they had never been there: it was
  /// erased, and since then they have not come back, and nothing was said that they see.
  ///
  /// @param membership the owner's newest period
  /// @param newest the conversation's newest sequence
  public boolean isForgotten(Membership membership, long newest) {
    return membership.changedAt() <= erased.at() && !erased.spares(membership.newestSeen(newest));
  }

  /// The same, as its owner leaves the group.
  public Participation left(String groupName, long stamp) {
    return new Participation(
        user, conversation, top, mute, hiddenUpTo, new Left(groupName, 0), unshared, erased, stamp);
  }

  /// The same after its owner, who has left, reported what they displayed.
  public Participation readAfterLeaving(long sequence, long stamp) {
    Left later = new Left(left.groupName(), sequence);
    return new Participation(
        user, conversation, top, mute, hiddenUpTo, later, unshared, erased, stamp);
  }

  /// The same after its owner reported what they displayed, which others are not to see.
  ///
  /// @param own how many messages at or below the sequence are the owner's
  public Participation readUnshared(long sequence, long own, long stamp) {
    Unshared later = new Unshared(sequence, own);
    return new Participation(user, conversation, top, mute, hiddenUpTo, left, later, erased, stamp);
  }
}
