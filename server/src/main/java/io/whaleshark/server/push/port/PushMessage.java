package io.whaleshark.server.push.port;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;

/// What the phones of a user are told of a conversation. Immutable values, true at the moment of
/// sending.
public sealed interface PushMessage {

  UserId receiver();

  ConversationId conversation();

  /// The newest message that it is about.
  long sequence();

  /// How many messages the receiver has not read, muted conversations left out.
  long badge();

  /// A message is shown, in place of an earlier one of the same conversation.
  ///
  /// @param message not recalled
  /// @param unreadHere how many messages of the conversation the receiver has not read
  record Alert(UserId receiver, Message message, long badge, long unreadHere)
      implements PushMessage {

    @Override
    public ConversationId conversation() {
      return message.conversation();
    }

    @Override
    public long sequence() {
      return message.sequence();
    }
  }

  /// Why a notification is withdrawn.
  enum Reason {
    READ,
    RECALLED
  }

  /// What is shown of a conversation is removed: without a sound, by the app.
  ///
  /// @param sequence of the newest message that is no longer to be shown
  record Withdrawal(
      UserId receiver, ConversationId conversation, long sequence, Reason reason, long badge)
      implements PushMessage {}
}
