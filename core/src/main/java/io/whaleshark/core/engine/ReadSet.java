package io.whaleshark.core.engine;

import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;

/// What a batch is going to read, announced before it reads anything: an engine can lock and fetch
/// all of it at once. To announce too much costs time, to announce too little costs a round trip;
/// neither changes what is read.
///
/// An engine implements the methods for what it wants to know early, and ignores the rest.
public interface ReadSet {

  /// The head and floor of a conversation, and its group if it is one.
  default void conversation(ConversationId conversation) {}

  /// A user's newest period in a conversation, their participation, and how many of its messages
  /// are their own: all, and those up to the end of that period.
  default void member(ConversationId conversation, UserId user) {}

  /// The message that was sent under an id.
  default void sent(ClientMessageId id) {}

  /// A message of a conversation, and for each announced [#member] how many of their own stand at
  /// or below it.
  default void message(ConversationId conversation, long sequence) {}

  /// A message of a conversation, named by its stamp.
  default void messageAt(ConversationId conversation, long stamp) {}
}
