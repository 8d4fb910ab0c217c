package io.whaleshark.core.engine;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Pinning;
import io.whaleshark.core.model.Reacted;
import io.whaleshark.core.news.News;
import java.util.List;
import java.util.Optional;

/// What a [Journal] tells of a commit: the part of the [News] that concerns programs outside.
/// Immutable values.
public sealed interface JournalEntry {

  /// An estimate of what it costs in memory, in bytes.
  default int sizeBytes() {
    return switch (this) {
      case MessageSent(Message message) -> message.sizeBytes();
      case MessageReplaced(Message message) -> message.sizeBytes();
      case ReadAdvanced _,
          ReadUnshared _,
          MessagePinned _,
          MessageReacted _,
          CameOnline _,
          WentOffline _ ->
          ENTRY_BYTES;
      case GroupChanged(_, _, List<UserId> members) -> ENTRY_BYTES * (1 + members.size());
    };
  }

  /// See [#sizeBytes].
  int ENTRY_BYTES = 128;

  /// What happened in a conversation.
  sealed interface OfConversation extends JournalEntry {

    ConversationId conversation();
  }

  /// What happened to a user.
  sealed interface OfUser extends JournalEntry {

    UserId user();
  }

  /// A message was sent. One that was edited since has the newest content.
  record MessageSent(Message message) implements OfConversation {

    @Override
    public ConversationId conversation() {
      return message.conversation();
    }
  }

  /// A message was edited or recalled, as its content says.
  record MessageReplaced(Message message) implements OfConversation {

    @Override
    public ConversationId conversation() {
      return message.conversation();
    }
  }

  /// A message was pinned, or is pinned no more.
  record MessagePinned(Pinning pinning) implements OfConversation {

    @Override
    public ConversationId conversation() {
      return pinning.conversation();
    }
  }

  /// A user has set a sign at a message, or has taken it back.
  record MessageReacted(Reacted reacted) implements OfConversation {

    @Override
    public ConversationId conversation() {
      return reacted.conversation();
    }
  }

  /// A read marker moved.
  ///
  /// @param from the position before (exclusive lower bound of what became read)
  /// @param upTo the position now
  /// @param unread what the reader had not read at that moment
  record ReadAdvanced(UserId reader, ConversationId conversation, long from, long upTo, long unread)
      implements OfConversation {}

  /// A read marker moved that nobody else may learn of: only what serves the reader's own devices
  /// is told it (ADR 27).
  ///
  /// @param from the position before (exclusive lower bound of what became read)
  /// @param upTo the position now
  record ReadUnshared(UserId reader, ConversationId conversation, long from, long upTo)
      implements OfConversation {}

  /// A group was created or changed.
  ///
  /// @param group as it was afterwards
  /// @param members whom the change is about; empty if it is about the group itself
  record GroupChanged(Group group, Kind kind, List<UserId> members) implements OfConversation {

    public GroupChanged {
      members = List.copyOf(members);
    }

    @Override
    public ConversationId conversation() {
      return group.id();
    }
  }

  /// The first device of a user has logged in. Of one user this and [WentOffline] take turns.
  ///
  /// @param stamp when
  record CameOnline(UserId user, DeviceId device, long stamp) implements OfUser {}

  /// The last device of a user has gone, or its node has.
  ///
  /// @param stamp when; of a node that is gone, when it was noticed, or the last that it committed
  record WentOffline(UserId user, DeviceId device, long stamp) implements OfUser {}

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
      case News.MessageReplaced(Message message, _) -> Optional.of(new MessageReplaced(message));
      case News.MessagePinned(Pinning pinning, _) -> Optional.of(new MessagePinned(pinning));
      case News.MessageReacted(Reacted reacted, _, _) -> Optional.of(new MessageReacted(reacted));
      case News.Superseded superseded when superseded.isSendOfEdited() ->
          Optional.of(new MessageSent(superseded.message()));
      case News.ReadAdvanced read when read.audience().hasOthers() ->
          Optional.of(
              new ReadAdvanced(
                  read.reader(), read.conversation(), read.from(), read.upTo(), read.unread()));
      case News.ReadAdvanced read ->
          Optional.of(
              new ReadUnshared(read.reader(), read.conversation(), read.from(), read.upTo()));
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
      case News.OfSession session -> of(session);
      case News.Superseded _,
          News.MessageImported _,
          News.ReceivedAdvanced _,
          News.ReceiptsSwitched _,
          News.ConversationSet _,
          News.Unknown _ ->
          Optional.empty();
    };
  }

  /// Of all sessions of a user the first and the last alone.
  private static Optional<JournalEntry> of(News.OfSession news) {
    return switch (news) {
      case News.LoggedIn in when in.isFirst() ->
          Optional.of(new CameOnline(in.user(), in.device(), in.stamp()));
      case News.LoggedOut out ->
          out.last().map(device -> new WentOffline(out.user(), device, out.stamp()));
      case News.SignedOut out ->
          out.last().map(device -> new WentOffline(out.user(), device, out.stamp()));
      case News.LoggedIn _, News.NodeGone _ -> Optional.empty();
    };
  }
}
