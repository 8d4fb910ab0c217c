package io.whaleshark.client.sync;

import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.Request;

/// An action that follows from an event of an [Inbox]. Immutable.
public sealed interface InboxEffect {

  /// Show a message. Each (conversation, sequence) comes once, those of one conversation ascending,
  /// but for those that were edited before they came: these stand further on in the inbox.
  ///
  /// @param in the conversation as the own user names it
  /// @param silent whether the device shouldn't ring
  record Show(Peer in, ChatMessage message, Origin origin, boolean silent) implements InboxEffect {}

  /// Show another content of a message that is shown. Comes once for each edit, but for those that
  /// a newer one has overtaken, and not behind the recall of the message.
  record ShowEdit(Peer in, ChatMessage message) implements InboxEffect {}

  /// Show that a message is recalled, whether or not it was shown. Comes once for each.
  record ShowRecall(Peer in, long sequence) implements InboxEffect {}

  /// Show that messages were skipped: the inbox had dropped them, and they exceed the number
  /// fetched. Comes before the messages behind them; comes again if the connection breaks between.
  ///
  /// @param from inclusive
  /// @param to inclusive
  record ShowGap(Peer in, long from, long to) implements InboxEffect {}

  /// Tell the sender of a direct message that this device has it.
  ///
  /// @param number the number of this acknowledgement: 1, 2, 3 …
  record Acknowledge(long number, ChatMessage message) implements InboxEffect {

    /// The request id, which a refusal repeats.
    public String id() {
      return "ack-" + number;
    }

    /// The request to send.
    public Request.ReceiveAck request() {
      return new Request.ReceiveAck(
          message.to().id(),
          message.fromId(),
          message.messageKey(),
          message.messageId(),
          message.messageSequence(),
          id());
    }
  }
}
