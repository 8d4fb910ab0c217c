package io.whaleshark.core.engine;

import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.PushToken;

/// The reads of a batch, announced before the first one, so that an engine can lock and prefetch
/// everything at once. Announcing too much costs time; announcing too little costs a round trip.
/// Neither changes the results.
///
/// An engine overrides the methods whose reads it prefetches, and ignores the others.
public interface ReadSet {

  /// Nothing that is stored, but where the app stands among all nodes.
  default void app(int app) {}

  /// A user's ban.
  default void ban(UserId user) {}

  /// The sessions of a user, and where the app stands among all nodes.
  default void sessions(UserId user) {
    app(user.app());
  }

  /// The push tokens of a user.
  default void pushTokens(UserId user) {}

  /// Whose a push token is.
  default void pushToken(PushToken.Address address) {}

  /// What the app says of a user.
  default void profile(UserId user) {}

  /// What the end of a user's sessions reads: those, and the push tokens, which end with them.
  default void signOut(UserId user) {
    sessions(user);
    pushTokens(user);
  }

  /// What a login reads: the user's ban and sessions.
  default void login(UserId user) {
    ban(user);
    sessions(user);
  }

  /// Whether a block is in force.
  default void block(Block block) {}

  /// How many users somebody blocks.
  default void blockCount(UserId blocker) {}

  /// Whether a user has switched their receipts off.
  default void receiptSwitch(UserId user) {}

  /// The head and floor of a conversation, and its group if it is one.
  default void conversation(ConversationId conversation) {}

  /// A user's newest period in a conversation, their participation, and how many of its messages
  /// are their own: all, and those up to the end of that period.
  default void member(ConversationId conversation, UserId user) {}

  /// The message that was sent with this id.
  default void sent(ClientMessageId id) {}

  /// How many messages of a conversation are a member's own, at or below the message of an id that
  /// is announced as [sent][#sent].
  default void ownUpTo(ClientMessageId id, UserId member) {}

  /// A message of a conversation, and for each announced [#member] the number of their own messages
  /// at or below it.
  default void message(ConversationId conversation, long sequence) {}

  /// Which messages of a conversation are pinned.
  default void pins(ConversationId conversation) {}

  /// A message of a conversation, identified by its stamp.
  default void messageAt(ConversationId conversation, long stamp) {}

  /// The tally of a message that is announced with [#message], and whether a sign there is a user's
  /// own.
  default void reaction(ConversationId conversation, long sequence, String sign, UserId user) {}

  /// The same of a message that is announced with [#messageAt].
  default void reactionAt(ConversationId conversation, long stamp, String sign, UserId user) {}

  /// The same of a message that is announced with [#sent].
  default void reactionTo(ClientMessageId id, String sign, UserId user) {}
}
