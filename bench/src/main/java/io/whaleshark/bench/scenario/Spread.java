package io.whaleshark.bench.scenario;

/// Which senders write to which receivers, and how their messages are numbered: the number alone
/// identifies the conversation and the message. Immutable.
///
/// Conversation c has sender c mod senders and receiver c / sendersEach. Its message n, counted
/// from 0, has the number n × conversations + c.
///
/// @param sendersEach the number of senders per receiver, at most all of them
record Spread(int senders, int receivers, int sendersEach) {
  Spread {
    if (sendersEach < 1 || sendersEach > senders) {
      throw new IllegalArgumentException(
          "sendersEach: " + sendersEach + " (expected: 1.." + senders + ")");
    }
  }

  int conversations() {
    return receivers * sendersEach;
  }

  int senderOf(int conversation) {
    return conversation % senders;
  }

  int receiverOf(int conversation) {
    return conversation / sendersEach;
  }

  /// The i-th conversation of a sender.
  int conversationOfSender(int sender, int i) {
    return sender + i * senders;
  }

  /// The number of a sender's conversations.
  int conversationsOfSender(int sender) {
    return Math.max(0, (conversations() - sender + senders - 1) / senders);
  }

  /// The number of message n of a conversation.
  long number(int conversation, long n) {
    return n * conversations() + conversation;
  }

  /// The conversation of the message with this number.
  int conversationOf(long number) {
    return (int) (number % conversations());
  }

  /// The index of the message in its conversation, counted from 0.
  long placeOf(long number) {
    return number / conversations();
  }
}
