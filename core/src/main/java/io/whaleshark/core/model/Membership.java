package io.whaleshark.core.model;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;

/// One period of a user's membership in a conversation, and how far they got in it. Immutable.
///
/// Invariant (P6): `0 <= joined <= read <= received <= min(left, newest)`. Coming back opens a new
/// period; a closed one never changes, so old counts don't (P8). The two of a direct conversation
/// have one period each, from 0, for ever.
///
/// @param conversation the conversation
/// @param user the member
/// @param joined the newest sequence at joining: the period sees what is above it
/// @param left the newest sequence at leaving, inclusive; [#OPEN] while it lasts
/// @param read the highest sequence displayed and reported
/// @param received the highest sequence that any of the user's devices received
/// @param ownAtRead how many messages at or below `read` are the user's own, in all periods
/// @param standing what the member may do besides reading; means nothing once the period is closed
/// @param changedAt the stamp of the last change
public record Membership(
    ConversationId conversation,
    UserId user,
    long joined,
    long left,
    long read,
    long received,
    long ownAtRead,
    Standing standing,
    long changedAt) {

  /// What a member of a group may do besides what all do. Belongs to the period, so who comes back
  /// begins anew. The owner's is plain: that they own it is noted with the [Group].
  ///
  /// @param admin whether they add and remove members, and recall anything said there
  /// @param muted whether what they send is refused
  public record Standing(boolean admin, boolean muted) {

    /// Of most members: they send, and change nothing.
    public static final Standing PLAIN = new Standing(false, false);
  }

  /// @throws IllegalArgumentException if the invariant does not hold
  public Membership {
    boolean sound =
        0 <= joined
            && joined <= read
            && read <= received
            && received <= left
            && 0 <= ownAtRead
            && ownAtRead <= read;
    if (!sound) {
      throw new IllegalArgumentException(
          "membership: joined %d, read %d (%d own), received %d, left %d"
              .formatted(joined, read, ownAtRead, received, left));
    }
  }

  /// The value of `left` of a period that lasts.
  public static final long OPEN = Long.MAX_VALUE;

  /// A period that begins now.
  ///
  /// @param newest the conversation's newest sequence
  /// @param ownCount how many of the messages so far are the user's own
  public static Membership open(
      ConversationId conversation, UserId user, long newest, long ownCount, long stamp) {
    return new Membership(
        conversation, user, newest, OPEN, newest, newest, ownCount, Standing.PLAIN, stamp);
  }

  public boolean isOpen() {
    return left == OPEN;
  }

  /// Whether this period sees the message of that sequence.
  public boolean sees(long sequence) {
    return joined < sequence && sequence <= left;
  }

  /// Whether both periods see, or may come to see, a message behind a sequence.
  public boolean overlaps(Membership other, long after) {
    return Math.max(Math.max(joined, other.joined), after) < Math.min(left, other.left);
  }

  /// The newest sequence that this period sees, given the conversation's newest.
  public long newestSeen(long newest) {
    return Math.min(left, newest);
  }

  /// The same period after a report of what was displayed; reading is also receiving.
  public Membership readUpTo(long sequence, long ownCount, long stamp) {
    return new Membership(
        conversation,
        user,
        joined,
        left,
        sequence,
        Math.max(received, sequence),
        ownCount,
        standing,
        stamp);
  }

  /// The same period after a device received up to that sequence.
  public Membership receivedUpTo(long sequence, long stamp) {
    return new Membership(
        conversation, user, joined, left, read, sequence, ownAtRead, standing, stamp);
  }

  /// The same period, ended at the conversation's newest sequence.
  public Membership close(long newest, long stamp) {
    return new Membership(
        conversation, user, joined, newest, read, received, ownAtRead, standing, stamp);
  }

  /// The same period with another standing.
  public Membership standing(Standing next, long stamp) {
    return new Membership(conversation, user, joined, left, read, received, ownAtRead, next, stamp);
  }
}
