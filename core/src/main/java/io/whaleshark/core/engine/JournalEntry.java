package io.whaleshark.core.engine;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.news.News;
import java.util.List;
import java.util.Optional;

/// What a [Journal] tells of a commit: the part of the [News] that concerns programs outside.
/// Immutable values.
public sealed interface JournalEntry {

  /// Where it happened.
  ConversationId conversation();

  /// An estimate of what it costs in memory, in bytes.
  default int sizeBytes() {
    return switch (this) {
      case MessageSent(Message message) -> message.sizeBytes();
      case MessageRecalled(Message tombstone) -> tombstone.sizeBytes();
      case ReadAdvanced _ -> ENTRY_BYTES;
      case GroupChanged(_, _, List<UserId> members) -> ENTRY_BYTES * (1 + members.size());
    };
  }

  /// See [#sizeBytes].
  int ENTRY_BYTES = 128;

  record MessageSent(Message message) implements JournalEntry {

    @Override
    public ConversationId conversation() {
      return message.conversation();
    }
  }

  record MessageRecalled(Message tombstone) implements JournalEntry {

    @Override
    public ConversationId conversation() {
      return tombstone.conversation();
    }
  }

  /// A read marker moved.
  ///
  /// @param from the position before (exclusive lower bound of what became read)
  /// @param upTo the position now
  /// @param unread what the reader had not read at that moment
  record ReadAdvanced(UserId reader, ConversationId conversation, long from, long upTo, long unread)
      implements JournalEntry {}

  /// A group was created or changed.
  ///
  /// @param group as it was afterwards
  /// @param members whom the change is about; empty if it is about the group itself
  record GroupChanged(Group group, Kind kind, List<UserId> members) implements JournalEntry {

    public GroupChanged {
      members = List.copyOf(members);
    }

    @Override
    public ConversationId conversation() {
      return group.id();
    }
  }

  /// What changed in a group. Rows have their order.
  enum Kind {
    MEMBERS_ADDED,
    MEMBER_REMOVED,
    /// Its name or its owner, or a member's role or mute.
    UPDATED,
    DISSOLVED
  }

  /// What a journal tells of this news; empty if it concerns devices alone.
  static Optional<JournalEntry> of(News news) {
    return switch (news) {
      case News.MessageSent(Message message, _, _) -> Optional.of(new MessageSent(message));
      case News.MessageRecalled(Message tombstone, _) ->
          Optional.of(new MessageRecalled(tombstone));
      case News.ReadAdvanced read when read.audience().hasOthers() ->
          Optional.of(
              new ReadAdvanced(
                  read.reader(), read.conversation(), read.from(), read.upTo(), read.unread()));
      case News.MembersAdded(Group group, List<Membership> added) ->
          Optional.of(
              new GroupChanged(
                  group, Kind.MEMBERS_ADDED, added.stream().map(Membership::user).toList()));
      case News.MemberRemoved(Group group, Membership closed) ->
          Optional.of(new GroupChanged(group, Kind.MEMBER_REMOVED, List.of(closed.user())));
      case News.GroupUpdated(Group group) ->
          Optional.of(new GroupChanged(group, Kind.UPDATED, List.of()));
      case News.GroupDissolved(Group group) ->
          Optional.of(new GroupChanged(group, Kind.DISSOLVED, List.of()));
      case News.SentAndRecalled _,
          News.ReadAdvanced _,
          News.ReceivedAdvanced _,
          News.ReceiptsSwitched _,
          News.ConversationSet _,
          News.Unknown _,
          News.OfSession _ ->
          Optional.empty();
    };
  }
}
