package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Group;
import io.whaleshark.core.engine.Membership;
import io.whaleshark.core.engine.Message;
import io.whaleshark.core.engine.Participation;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Conversation lists, computed when they are asked for. Thread-safe. Cost: a few looks per
/// conversation of the user.
final class RocksConversationList implements ConversationList {

  private final Store store;

  RocksConversationList(Store store) {
    this.store = store;
  }

  @Override
  public List<View> changedAfter(UserId user, long after, int limit) {
    try (var view = store.snapshot()) {
      return Participations.of(view, user).stream()
          .map(participation -> view(view, participation))
          .filter(item -> item.changedAt() > after)
          .sorted(Comparator.comparingLong(View::changedAt))
          .limit(limit)
          .toList();
    }
  }

  @Override
  public Optional<View> view(UserId user, ConversationId conversation) {
    try (var view = store.snapshot()) {
      return Optional.ofNullable(view.get(Table.LISTS, Keys.participation(user, conversation)))
          .map(row -> view(view, Rows.participation(user, conversation, row)));
    }
  }

  @Override
  public List<Participation> of(UserId user) {
    try (var view = store.current()) {
      return Participations.of(view, user);
    }
  }

  private static View view(io.whaleshark.engine.rocksdb.View view, Participation participation) {
    ConversationId conversation = participation.conversation();
    List<Membership> periods = Periods.of(view, conversation, participation.user());
    Membership membership = periods.getLast();
    LogEnd end = LogEnd.of(view, Keys.conversation(conversation));
    long newestSequence = newestSeen(periods, end.head().sequence());
    Optional<Message> newest = new MessageRows(() -> view).message(conversation, newestSequence);
    Counterpart counterpart = counterpart(view, participation);
    long changedAt = Math.max(participation.changedAt(), membership.changedAt());
    // When the newest message has expired, its numbers are the end's.
    boolean seesTheEnd = newestSequence == end.head().sequence();
    long endStamp = seesTheEnd ? end.head().stamp() : 0;
    changedAt = Math.max(changedAt, newest.map(Message::inboxPosition).orElse(endStamp));
    changedAt = Math.max(changedAt, changedAt(view, counterpart, participation, membership));
    return new View(
        participation,
        membership,
        newest,
        newestSequence,
        unread(view, membership, end),
        counterpart,
        changedAt);
  }

  private static long newestSeen(List<Membership> periods, long newest) {
    for (Membership period : periods.reversed()) {
      if (period.newestSeen(newest) > period.joined()) {
        return period.newestSeen(newest);
      }
    }
    return 0;
  }

  /// All after `read` that the newest period sees, less the own ones among them.
  private static long unread(
      io.whaleshark.engine.rocksdb.View view, Membership membership, LogEnd end) {
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

  private static Counterpart counterpart(
      io.whaleshark.engine.rocksdb.View view, Participation participation) {
    return switch (participation.conversation()) {
      case ConversationId.Direct direct -> {
        Membership peer = Periods.of(view, direct, direct.peerOf(participation.user())).getLast();
        yield new Peer(peer.read(), peer.received());
      }
      case ConversationId.Group id -> {
        byte[] row = view.get(Table.GROUPS, Keys.conversation(id));
        if (row == null) {
          throw new IllegalStateException(
              "a conversation list names a group that was never created");
        }
        yield new OfGroup(Rows.group(id, row));
      }
    };
  }

  private static long changedAt(
      io.whaleshark.engine.rocksdb.View view,
      Counterpart counterpart,
      Participation participation,
      Membership membership) {
    return switch (counterpart) {
      case OfGroup(Group group) -> membership.isOpen() ? group.changedAt() : 0;
      case Peer _ -> {
        ConversationId.Direct direct = (ConversationId.Direct) participation.conversation();
        yield Periods.of(view, direct, direct.peerOf(participation.user())).getLast().changedAt();
      }
    };
  }
}
