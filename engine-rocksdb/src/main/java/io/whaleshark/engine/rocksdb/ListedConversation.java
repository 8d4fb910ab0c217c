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
import java.util.stream.LongStream;

/// One conversation of one user's list. What tells when it changed is looked up at once; the rest
/// only if it is asked for, since a page shows few of many. Confined to its view's thread.
///
/// @param membership the owner's newest period
/// @param other the other side
/// @param newestSequence of the newest message that any period of the owner sees; 0 if there is
///   none
/// @param changedAt the stamp of the last change, as [ConversationList#changedAfter] means it
record ListedConversation(
    View view,
    Participation participation,
    Membership membership,
    Counterpart other,
    LogEnd end,
    long newestSequence,
    long changedAt) {

  static ListedConversation of(View view, Participation participation) {
    LogEnd end = LogEnd.of(view, Keys.conversation(participation.conversation()));
    List<Membership> periods;
    Counterpart other;
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
    Membership membership = periods.getLast();
    long newest = newestSeen(periods, end.head().sequence());
    long changedAt =
        LongStream.of(
                participation.changedAt(),
                membership.changedAt(),
                otherChangedAt,
                newestPosition(view, participation.conversation(), end, newest))
            .max()
            .getAsLong();
    return new ListedConversation(view, participation, membership, other, end, newest, changedAt);
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
  private static long newestPosition(
      View view, ConversationId conversation, LogEnd end, long newest) {
    boolean seesTheEnd = newest == end.head().sequence();
    if (seesTheEnd && !end.isRecalled()) {
      return end.head().stamp(); // also when it has expired: its numbers are the end's
    }
    return new MessageRows(view)
        .message(conversation, newest)
        .map(Message::inboxPosition)
        .orElse(0L);
  }

  ConversationList.View toView() {
    Optional<Message> newest =
        new MessageRows(view).message(participation.conversation(), newestSequence);
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

  /// All after `read` that the newest period sees, less the own ones among them.
  private long unread() {
    long seen = membership.newestSeen(end.head().sequence());
    if (seen <= membership.read()) {
      return 0;
    }
    long own =
        switch (membership.conversation()) {
          case ConversationId.Group group ->
              new MessageRows(view).sentCount(group, membership.user(), seen);
          case ConversationId.Direct direct -> {
            boolean isLow = direct.low().equals(membership.user());
            yield isLow ? end.lowSent() : end.head().sequence() - end.lowSent();
          }
        };
    return seen - membership.read() - (own - membership.ownAtRead());
  }
}
