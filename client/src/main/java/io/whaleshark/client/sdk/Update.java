package io.whaleshark.client.sdk;

import io.whaleshark.client.sync.ConversationState;
import io.whaleshark.client.sync.Origin;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.GroupEvent;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ReadEvent.GroupReadReceipt;
import io.whaleshark.protocol.Refused;

/// What a [SyncedClient] tells: the changes that a chat application shows.
public sealed interface Update {

  /// A message that this client didn't send itself: by somebody else, or by the own user on another
  /// device. Each (conversation, sequence) comes once (C3).
  ///
  /// @param in the conversation as the own user names it
  /// @param silent whether the device shouldn't ring
  record Arrived(Peer in, ChatMessage message, Origin origin, boolean silent) implements Update {}

  /// A message was recalled on another device. May come for a message that was never told; comes
  /// once.
  record Recalled(Peer in, long sequence) implements Update {}

  /// The peer's device has the own messages up to this one.
  record Delivered(Peer in, long upTo) implements Update {}

  /// The peer of a direct conversation has read the own messages up to this one.
  record ReadByPeer(Peer in, long upTo) implements Update {}

  /// The server holds an own message because no device of its receiver is connected.
  record Held(Peer in, long sequence) implements Update {}

  /// Members of a group have read own messages.
  record ReadInGroup(Peer in, GroupReadReceipt receipt) implements Update {}

  /// The own user has read on another device: fall silent.
  record OwnRead(Peer in, long upTo, long unread) implements Update {}

  /// The conversation's line in the list is new or has changed; [SyncedClient#conversation] has it.
  record Listed(ConversationState state) implements Update {}

  /// The own user has hidden the conversation on another device.
  record Hidden(Peer in) implements Update {}

  /// A group that the own user is or was in has changed.
  record GroupChanged(GroupEvent change) implements Update {}

  /// The inbox had dropped more of a conversation than was fetched: read it with
  /// [Client#historyAfter] when somebody wants to see it.
  ///
  /// @param from inclusive
  /// @param to inclusive
  record LeftInHistory(Peer in, long from, long to) implements Update {}

  /// The server refused something that has no answer of its own, such as a read report.
  record Refusal(Refused refused) implements Update {}

  /// The inbox cursor could not be stored. It is tried again; after a restart before that, messages
  /// are told again.
  record CursorNotStored(String why) implements Update {}

  /// The client is in another state.
  record StateChanged(SyncState state) implements Update {}
}
