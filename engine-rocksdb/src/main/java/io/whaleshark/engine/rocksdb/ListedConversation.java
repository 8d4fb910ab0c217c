package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.ConversationList.Counterpart;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/// One conversation of one user's list. What tells when it changed is looked up at once; the rest
/// only if it is asked for, since a page shows few of many. Confined to its view's thread.
final class ListedConversation {

  private final View view;
  private final Participation participation;
  private final Membership membership; // the owner's newest period
  private final Counterpart other;
  private final LogEnd end;
  private final Rows.Floor floor;
  private final long newestSequence; // of what any period of the owner sees; 0 if there is none
  private final long changedAt;

  ListedConversation(View view, Participation participation) {
    this.view = view;
    this.participation = participation;
    byte[] key = Keys.conversation(participation.conversation());
    end = LogEnd.of(view, key);
    floor = LogEnd.floor(view, key);
    List<Membership> periods;
    long otherChangedAt;
    switch (participation.conversation()) {
      case ConversationId.Direct direct -> {
        List<Membership> both = Periods.ofAll(view, direct);
        periods = List.of(periodOf(both, participation.user()));
        Membership peer = periodOf(both, direct.peerOf(participation.user()));
        other = new ConversationList.Peer(peer.read(), peer.received());
        otherChangedAt = peer.changedAt();
      }
      case ConversationId.Group id -> {
        periods = Periods.of(view, id, participation.user());
        Group group = group(view, id);
        other = new ConversationList.OfGroup(group);
        otherChangedAt = periods.getLast().isOpen() ? group.changedAt() : 0;
      }
    }
    membership = periods.getLast();
    newestSequence = newestSeen(periods, end.head().sequence());
    changedAt =
        LongStream.of(
                participation.changedAt(),
                membership.changedAt(),
                otherChangedAt,
                newestPosition(),
                floorShows() ? floor.raisedAt() : 0)
            .max()
            .getAsLong();
  }

  /// The stamp of the last change, as [ConversationList#changedAfter] means it.
  long changedAt() {
    return changedAt;
  }

  private static Membership periodOf(List<Membership> both, UserId user) {
    return both.stream().filter(period -> period.user().equals(user)).findFirst().orElseThrow();
  }

  private static Group group(View view, ConversationId.Group id) {
    byte[] row = view.get(Table.GROUPS, Keys.conversation(id));
    if (row == null) {
      throw new IllegalStateException("a conversation list names a group that was never created");
    }
    return Rows.group(id, row);
  }

  private static long newestSeen(List<Membership> periods, long newest) {
    for (Membership period : periods.reversed()) {
      if (period.newestSeen(newest) > period.joined()) {
        return period.newestSeen(newest);
      }
    }
    return 0;
  }

  /// Where the newest message that the owner sees stands in inboxes.
  private long newestPosition() {
    boolean seesTheEnd = newestSequence == end.head().sequence();
    boolean isRetained = newestSequence > floor.sequence();
    if (seesTheEnd && !(isRetained && end.isRecalled())) {
      return end.head().stamp(); // also when it has expired: its numbers are the end's
    }
    return newest().map(Message::inboxPosition).orElse(0L);
  }

  /// Whether what has expired was unread, or the newest that the owner sees.
  private boolean floorShows() {
    boolean wasUnread =
        floor.sequence() > read() && membership.newestSeen(end.head().sequence()) > read();
    return wasUnread || (0 < newestSequence && newestSequence <= floor.sequence());
  }

  private Optional<Message> newest() {
    return newestSequence <= floor.sequence()
        ? Optional.empty()
        : new MessageRows(view).message(participation.conversation(), newestSequence);
  }

  ConversationList.View toView() {
    Optional<Message> newest = newest();
    boolean seesTheEnd = newestSequence == end.head().sequence();
    return new ConversationList.View(
        participation,
        membership,
        newest,
        newestSequence,
        seesTheEnd ? end.head().stamp() : newest.map(Message::stamp).orElse(0L),
        unread(),
        other,
        changedAt);
  }

  private long read() {
    return Math.max(membership.read(), participation.left().read());
  }

  /// All retained after what was read that the newest period sees, less the own ones among them.
  private long unread() {
    long seen = membership.newestSeen(end.head().sequence());
    long from = Math.max(read(), floor.sequence());
    return seen <= from ? 0 : seen - from - (ownUpTo(seen) - ownUpTo(from));
  }

  /// How many messages at or below a sequence are the owner's.
  ///
  /// @param sequence the floor, what was read and is retained, or the newest that the period sees
  private long ownUpTo(long sequence) {
    if (sequence == membership.read()) {
      return membership.ownAtRead();
    }
    return switch (membership.conversation()) {
      case ConversationId.Group group ->
          new MessageRows(view).sentCount(group, membership.user(), sequence);
      case ConversationId.Direct direct ->
          sequence == floor.sequence()
              ? floor.sent(direct, membership.user())
              : end.sent(direct, membership.user());
    };
  }
}
