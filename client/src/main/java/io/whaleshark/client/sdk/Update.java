package io.whaleshark.client.sdk;

import io.whaleshark.client.sync.ConversationState;
import io.whaleshark.client.sync.Origin;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.GroupEvent;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ReadEvent.GroupReadReceipt;
import io.whaleshark.protocol.Refused;
import org.jspecify.annotations.Nullable;

/// An update from a [SyncedClient]: a change that a chat application shows.
public sealed interface Update {

  /// A message that this client didn't send itself: from another user, or from the same user on
  /// another device. Each (conversation, sequence) is delivered once (C3), those of one
  /// conversation ascending, but for those that were edited before they came: show them at their
  /// sequence.
  ///
  /// @param in the conversation as this user names it
  /// @param silent whether the device shouldn't ring
  record Arrived(Peer in, ChatMessage message, Origin origin, boolean silent) implements Update {}

  /// A message that was delivered before, or was sent here, has another content: it was edited on
  /// another device, or by the app. Delivered once for each edit, but for those that a newer one
  /// has overtaken.
  record Edited(Peer in, ChatMessage message) implements Update {}

  /// A message was recalled on another device. Delivered once, possibly for a message that was
  /// never delivered.
  record Recalled(Peer in, long sequence) implements Update {}

  /// The peer's device has received the user's own messages up to this one.
  record Delivered(Peer in, long upTo) implements Update {}

  /// The peer of a direct conversation has read the user's own messages up to this one.
  record ReadByPeer(Peer in, long upTo) implements Update {}

  /// The server holds an own message because no device of its receiver is connected.
  record Held(Peer in, long sequence) implements Update {}

  /// Members of a group have read messages of this user.
  record ReadInGroup(Peer in, GroupReadReceipt receipt) implements Update {}

  /// The user has read the conversation on another device: stop notifying.
  record OwnRead(Peer in, long upTo, long unread) implements Update {}

  /// The conversation's list item is new or has changed; [SyncedClient#conversation] has it.
  record Listed(ConversationState state) implements Update {}

  /// The user has hidden the conversation on another device.
  record Hidden(Peer in) implements Update {}

  /// The user has switched their receipts, on another device or over the app's backend.
  ///
  /// @param on whether others see how far the user gets
  /// @param othersShown whether the user sees how far others get
  record ReceiptsSwitched(boolean on, boolean othersShown) implements Update {}

  /// Another device has pinned a message, or pins it no more; told once [ConversationPins] was
  /// asked over this connection. A message that is recalled is pinned no more without this.
  ///
  /// @param by who did it; null if the app's backend did
  record PinChanged(Peer in, long messageSequence, boolean isPinned, @Nullable String by)
      implements Update {}

  /// Another device has set a sign at a message, or has taken it back; told once
  /// [ConversationReactions] was asked over this connection. A message that is recalled has none
  /// any more without this.
  ///
  /// @param count how many users have the sign there since then
  record Reacted(
      Peer in, long messageSequence, String reaction, boolean isSet, long count, String by)
      implements Update {}

  /// Somebody else has begun or stopped writing there; [SyncedClient#typing] says who is.
  record TypingChanged(Peer in) implements Update {}

  /// A group has changed, of which the user is or was a member.
  record GroupChanged(GroupEvent change) implements Update {}

  /// The inbox had dropped more messages of a conversation than were fetched: read them with
  /// [Client#historyAfter] when a person wants to see them. Delivered before the messages behind
  /// them, and again if the connection breaks between: who shows those must not take them for the
  /// next ones.
  ///
  /// @param from inclusive
  /// @param to inclusive
  record LeftInHistory(Peer in, long from, long to) implements Update {}

  /// The server refused something that has no answer of its own, such as a read report.
  record Refusal(Refused refused) implements Update {}

  /// The inbox cursor could not be stored. The client tries again; after a restart before that
  /// succeeds, messages are delivered again.
  record CursorNotStored(String why) implements Update {}

  /// The client's state has changed.
  record StateChanged(SyncState state) implements Update {}
}
