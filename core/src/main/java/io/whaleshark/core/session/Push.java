package io.whaleshark.core.session;

import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Pinning;
import io.whaleshark.core.model.Reacted;
import io.whaleshark.core.model.Typing;
import java.util.List;

/// What a device is told without asking. Immutable.
public sealed interface Push {

  /// A new message, or the tombstone of a recalled one: an entry of the user's inbox.
  ///
  /// @param owner whose inbox it is
  /// @param previousPosition the position of the inbox's entry before this one; 0 if there was none
  /// @param silent whether the device should not ring
  record InboxEntry(Message message, UserId owner, long previousPosition, boolean silent)
      implements Push {}

  /// A message reached its receiver (direct conversations).
  ///
  /// @param byServer whether the server says so because no device of the receiver was online
  record Received(UserId receiver, UserId sender, ReceivedMessage message, boolean byServer)
      implements Push {}

  /// The message that a receive-ack names.
  record ReceivedMessage(long sequence, long stamp, String clientId) {}

  /// Another device of the same user read: this one can fall silent.
  ///
  /// @param unread what remains unread after that
  record OwnRead(UserId reader, ConversationId conversation, long sequence, long unread)
      implements Push {}

  /// The peer of a direct conversation read up to a sequence.
  record PeerRead(UserId reader, ConversationId.Direct conversation, long sequence)
      implements Push {}

  /// Somebody read in a group what the owner of this device wrote. One such push can stand for
  /// several readers.
  ///
  /// @param reader the last of them
  /// @param sequence how far that reader has read
  /// @param counted the author's newest message that was read; the counts are its counts
  /// @param readCount how many of its audience have read it
  record GroupRead(
      UserId reader,
      ConversationId.Group conversation,
      long sequence,
      Message counted,
      long readCount)
      implements Push {}

  /// Somebody has pinned a message, or pins it no more. A device is told that has shown that it
  /// knows of pins: others would not understand it.
  ///
  /// @param owner who is told
  record MessagePinned(Pinning pinning, UserId owner) implements Push {}

  /// A user has set a sign at a message, or has taken it back. A device is told that has shown that
  /// it knows of reactions: others would not understand it.
  ///
  /// @param owner who is told
  record MessageReacted(Reacted reacted, UserId owner) implements Push {}

  /// Somebody else is writing, or has stopped. It is worth nothing in a moment: no state, and the
  /// first to be left out where something has to be.
  record TypingShown(Typing typing) implements Push {}

  /// The owner switched their receipts on another device, or the app's backend did.
  ///
  /// @param shared whether others see how far the owner gets from now on
  /// @param shown whether the owner sees how far others get from now on
  record ReceiptsSwitched(UserId owner, boolean shared, boolean shown) implements Push {}

  /// The owner changed a conversation's settings on another device, or hid it.
  record ConversationSet(ConversationList.Item item) implements Push {}

  /// Users became members.
  record MembersAdded(Group group, List<UserId> members) implements Push {}

  /// A user is no longer a member.
  record MemberRemoved(Group group, UserId member) implements Push {}

  /// The group has another name or owner.
  record GroupRenamed(Group group) implements Push {}

  /// The group ended.
  record GroupDissolved(Group group) implements Push {}
}
