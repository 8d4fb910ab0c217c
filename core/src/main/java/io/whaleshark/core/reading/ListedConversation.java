package io.whaleshark.core.reading;

import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.ConversationList.Counterpart;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/// One conversation of one user's list. What tells when it changed is asked for at once; the rest
/// only if it is asked for, since a page shows few of many. Confined to the thread that asks.
public final class ListedConversation {

  private final Participation participation;
  private final Membership membership; // the owner's newest period
  private final Counterpart other;
  private final ListRows rows;
  private final long newestSequence; // of what any period of the owner sees; 0 if there is none
  private final long changedAt;

  private ListedConversation(
      Participation participation,
      List<Membership> periods,
      Counterpart other,
      long otherChangedAt,
      ListRows rows) {
    this.participation = participation;
    this.membership = periods.getLast();
    this.other = other;
    this.rows = rows;
    newestSequence = newestSeen(participation, periods, rows.head().sequence());
    changedAt =
        LongStream.of(
                participation.changedAt(),
                membership.changedAt(),
                otherChangedAt,
                newestPosition(),
                floorShows() ? rows.floorRaisedAt() : 0)
            .max()
            .getAsLong();
  }

  /// A direct conversation.
  ///
  /// @param own the owner's period
  /// @param peer the other side's; empty where the owner does not see how far others get
  public static ListedConversation direct(
      Participation participation, Membership own, Optional<Membership> peer, ListRows rows) {
    return new ListedConversation(
        participation,
        List.of(own),
        peer.map(other -> new ConversationList.Peer(other.read(), other.received()))
            .orElse(ConversationList.Peer.HIDDEN),
        peer.map(Membership::changedAt).orElse(0L),
        rows);
  }

  /// A group.
  ///
  /// @param periods the owner's, oldest first; at least one
  public static ListedConversation group(
      Participation participation, List<Membership> periods, Group group, ListRows rows) {
    return new ListedConversation(
        participation,
        periods,
        new ConversationList.OfGroup(group),
        periods.getLast().isOpen() ? group.changedAt() : 0,
        rows);
  }

  /// The newest sequence that any of a user's periods sees, and that was not erased.
  ///
  /// @param periods oldest first
  /// @param newest the conversation's newest sequence
  /// @return 0 if there is none
  public static long newestSeen(
      Participation participation, List<Membership> periods, long newest) {
    for (Membership period : periods.reversed()) {
      long seen = period.newestSeen(newest);
      if (seen > period.joined()) {
        return participation.erased().spares(seen) ? seen : 0;
      }
    }
    return 0;
  }

  /// Whether it is in the list no more; see [Participation#isForgotten].
  public boolean isForgotten() {
    return participation.isForgotten(membership, rows.head().sequence());
  }

  /// The stamp of the last change, as [ConversationList#changedAfter] means it.
  public long changedAt() {
    return changedAt;
  }

  /// Where the newest message that the owner sees stands in inboxes.
  private long newestPosition() {
    if (newestSequence > rows.floor()) {
      return rows.position(newestSequence);
    }
    // Of what has expired, the end's numbers alone are known.
    return newestSequence == rows.head().sequence() ? rows.head().stamp() : 0;
  }

  /// Whether what has expired was unread, or the newest that the owner sees.
  private boolean floorShows() {
    boolean wasUnread =
        rows.floor() > read() && membership.newestSeen(rows.head().sequence()) > read();
    return wasUnread || (0 < newestSequence && newestSequence <= rows.floor());
  }

  /// All that a client shows of it.
  public ConversationList.Item toItem() {
    Optional<Message> newest =
        newestSequence <= rows.floor() ? Optional.empty() : rows.message(newestSequence);
    return new ConversationList.Item(
        participation, membership, newest, newestSequence, unread(), other, changedAt);
  }

  private long read() {
    return participation.read(membership);
  }

  private long unread() {
    return unread(participation, membership, rows);
  }

  /// All retained after what was read that the newest period sees, less the own ones among them.
  static long unread(Participation participation, Membership membership, ListRows rows) {
    long seen = membership.newestSeen(rows.head().sequence());
    long read = participation.read(membership);
    if (seen <= read) {
      return 0;
    }
    long from = Math.max(read, rows.floor());
    return seen <= from
        ? 0
        : seen
            - from
            - (ownUpTo(seen, participation, membership, rows)
                - ownUpTo(from, participation, membership, rows));
  }

  private static long ownUpTo(
      long sequence, Participation participation, Membership membership, ListRows rows) {
    if (sequence == membership.read()) {
      return membership.ownAtRead();
    }
    if (sequence == participation.erased().upTo()) {
      return participation.erased().own();
    }
    return sequence == participation.unshared().read()
        ? participation.unshared().own()
        : rows.sent(sequence);
  }
}
