package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.ConversationList.Peers;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.reading.ListRows;
import io.whaleshark.core.reading.ListedConversation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One conversation of one user's list, in a view. Confined to the view's thread.
final class RocksListRows implements ListRows {

  private final View view;
  private final ConversationId conversation;
  private final UserId owner;
  private final LogEnd end;
  private Rows.@Nullable Floor floor; // read when it is asked for

  RocksListRows(View view, Participation participation) {
    this.view = view;
    this.conversation = participation.conversation();
    this.owner = participation.user();
    end = LogEnd.of(view, Keys.conversation(conversation));
  }

  static ListedConversation listed(View view, Participation participation, Peers peers) {
    UserId owner = participation.user();
    ListRows rows = new RocksListRows(view, participation);
    return switch (participation.conversation()) {
      case ConversationId.Direct direct -> {
        List<Membership> both = Periods.ofAll(view, direct);
        Optional<Membership> peer =
            Optional.of(periodOf(both, direct.peerOf(owner))).filter(_ -> peers == Peers.SHOWN);
        yield ListedConversation.direct(participation, periodOf(both, owner), peer, rows);
      }
      case ConversationId.Group group -> {
        byte[] row = view.get(Table.GROUPS, Keys.conversation(group));
        if (row == null) {
          throw new IllegalStateException(
              "a conversation list names a group that was never created");
        }
        List<Membership> periods = Periods.of(view, group, owner);
        yield ListedConversation.group(participation, periods, Rows.group(group, row), rows);
      }
    };
  }

  private static Membership periodOf(List<Membership> both, UserId user) {
    return both.stream().filter(period -> period.user().equals(user)).findFirst().orElseThrow();
  }

  @Override
  public Head head() {
    return end.head();
  }

  @Override
  public long floor() {
    return expired().sequence();
  }

  @Override
  public long floorRaisedAt() {
    return expired().raisedAt();
  }

  private Rows.Floor expired() {
    Rows.Floor known = floor;
    if (known == null) {
      known = LogEnd.floor(view, Keys.conversation(conversation));
      floor = known;
    }
    return known;
  }

  /// Most lists end with a message that was not replaced, and its numbers are the end's.
  @Override
  public long position(long sequence) {
    return sequence == end.head().sequence() && !end.isReplaced()
        ? end.head().stamp()
        : message(sequence).map(Message::inboxPosition).orElse(0L);
  }

  @Override
  public Optional<Message> message(long sequence) {
    return new MessageRows(view).message(conversation, sequence);
  }

  @Override
  public long sent(long sequence) {
    return switch (conversation) {
      case ConversationId.Group group -> new MessageRows(view).sentCount(group, owner, sequence);
      case ConversationId.Direct direct ->
          sequence == floor()
              ? LogEnd.at(expired()).sent(direct, owner)
              : endsAt(sequence).sent(direct, owner);
    };
  }

  private LogEnd endsAt(long sequence) {
    if (sequence != end.head().sequence()) {
      throw new IllegalArgumentException(
          "sequence: " + sequence + " (expected: the floor, or the end)");
    }
    return end;
  }
}
