package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.ConversationList.Counterpart;
import io.whaleshark.core.engine.Group;
import io.whaleshark.core.engine.Membership;
import io.whaleshark.core.engine.Message;
import io.whaleshark.core.engine.Participation;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.util.List;
import java.util.Optional;

/// One conversation of one user's list. What tells when it changed is looked up at once; the rest
/// only if it is asked for, since a page shows few of many. Confined to its view's thread.
final class ListedConversation {

  private final View view;
  private final Participation participation;
  private final Membership membership;
  private final Other other;
  private final LogEnd end;
  private final long newestSequence;
  private final long changedAt;

  /// The other side, and when it last changed what the owner sees.
  private record Other(Counterpart counterpart, long changedAt) {}

  ListedConversation(View view, Participation participation) {
    this.view = view;
    this.participation = participation;
    ConversationId conversation = participation.conversation();
    this.end = LogEnd.of(view, Keys.conversation(conversation));
    List<Membership> periods;
    switch (conversation) {
      case ConversationId.Direct direct -> {
        List<Membership> both = Periods.ofAll(view, direct);
        periods = List.of(periodOf(both, participation.user()));
        Membership peer = periodOf(both, direct.peerOf(participation.user()));
        other =
            new Other(new ConversationList.Peer(peer.read(), peer.received()), peer.changedAt());
      }
      case ConversationId.Group id -> {
        periods = Periods.of(view, id, participation.user());
        Group group = group(id);
        boolean isOpen = periods.getLast().isOpen();
        other = new Other(new ConversationList.OfGroup(group), isOpen ? group.changedAt() : 0);
      }
    }
    this.membership = periods.getLast();
    this.newestSequence = newestSeen(periods, end.head().sequence());
    this.changedAt =
        Math.max(
            Math.max(participation.changedAt(), membership.changedAt()),
            Math.max(newestPosition(), other.changedAt()));
  }

  private static Membership periodOf(List<Membership> both, UserId user) {
    return both.stream().filter(period -> period.user().equals(user)).findFirst().orElseThrow();
  }

  private Group group(ConversationId.Group id) {
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
    if (seesTheEnd && !end.isRecalled()) {
      return end.head().stamp(); // also when it has expired: its numbers are the end's
    }
    return newest().map(Message::inboxPosition).orElse(0L);
  }

  private Optional<Message> newest() {
    return new MessageRows(() -> view).message(participation.conversation(), newestSequence);
  }

  /// The stamp of the last change, as [ConversationList#changedAfter] means it.
  long changedAt() {
    return changedAt;
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
        other.counterpart(),
        changedAt);
  }

  /// All after `read` that the newest period sees, less the own ones among them.
  private long unread() {
    long seen = membership.newestSeen(end.head().sequence());
    if (seen <= membership.read()) {
      return 0;
    }
    long own =
        switch (membership.conversation()) {
          case ConversationId.Group group ->
              new MessageRows(() -> view).sentCount(group, membership.user(), seen);
          case ConversationId.Direct direct -> {
            boolean isLow = direct.low().equals(membership.user());
            yield isLow ? end.lowSent() : end.head().sequence() - end.lowSent();
          }
        };
    return seen - membership.read() - (own - membership.ownAtRead());
  }
}
