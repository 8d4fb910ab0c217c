package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// The life of messages: acknowledgements, pushes, edits, pins, reactions, recalls.
public sealed interface MessageEvent extends Event {

  /// What a message has become. HTTP answers with its data alone.
  sealed interface Stored extends MessageEvent {

    /// Writes the members of the data.
    void writeFields(JsonWriter json);

    /// Writes the data alone, as an object.
    default void writeData(JsonWriter json) {
      writeFields(json.startObject());
      json.endObject();
    }

    @Override
    default void write(JsonWriter json) {
      writeFields(Results.start(json));
      Results.end(json, requestId());
    }
  }

  /// The sent message is durable. Sends are idempotent: a repeated message id gets the same answer.
  ///
  /// @param type tells which of the two send commands this answers
  record SendAck(
      ConversationType type,
      String messageId,
      long messageKey,
      long messageSequence,
      long messageTime,
      @Nullable String requestId)
      implements Stored {
    public SendAck {
      Bounds.number(Field.MESSAGE_KEY, messageKey);
      Bounds.number(Field.MESSAGE_SEQUENCE, messageSequence);
      Bounds.number(Field.MESSAGE_TIME, messageTime);
    }

    @Override
    public CommandNumber command() {
      return type == ConversationType.DIRECT ? CommandNumber.MSG_ACK : CommandNumber.GROUP_MSG_ACK;
    }

    @Override
    public void writeFields(JsonWriter json) {
      json.put(Field.MESSAGE_ID, messageId).put(Field.MESSAGE_KEY, messageKey);
      json.put(Field.MESSAGE_SEQUENCE, messageSequence).put(Field.MESSAGE_TIME, messageTime);
    }
  }

  /// A message for a device of one of its participants: a new one, or one that was edited, which is
  /// a new entry of the owner's inbox in place of the older one. An edit is never silent, as it
  /// never rings.
  ///
  /// @param owner the receiving user, from whose point of view `conversationId` is made
  /// @param inboxSequence the message's sequence in the owner's inbox
  /// @param previousInboxSequence the inbox sequence before it; a client whose newest sequence
  ///   differs has missed something and pulls
  /// @param silent whether the device shouldn't ring
  record MessagePush(
      ChatMessage message,
      String owner,
      long inboxSequence,
      long previousInboxSequence,
      boolean silent)
      implements MessageEvent {
    public MessagePush {
      Bounds.number(Field.INBOX_SEQUENCE, inboxSequence);
      Bounds.number(Field.PREVIOUS_INBOX_SEQUENCE, previousInboxSequence);
      silent = silent && !message.isEdited();
    }

    @Override
    public CommandNumber command() {
      if (message.isEdited()) {
        return CommandNumber.EDIT_NOTIFY;
      }
      return message.to().type() == ConversationType.DIRECT
          ? CommandNumber.MSG_P2P
          : CommandNumber.MSG_GROUP;
    }

    /// Writes the members that depend on the receiver, without braces.
    public void writeReceiverPart(JsonWriter json) {
      ChatMessage.writeConversationId(json, message.to(), message.fromId(), owner);
      json.put(Field.INBOX_SEQUENCE, inboxSequence)
          .put(Field.PREVIOUS_INBOX_SEQUENCE, previousInboxSequence);
      if (silent) {
        json.put(Field.SILENT, true);
      }
    }

    @Override
    public void write(JsonWriter json) {
      writeReceiverPart(json.startObject());
      message.writeShared(json);
      json.endObject();
    }

    /// Does the same as [#write(JsonWriter)], with the message's shared members encoded once for
    /// all receivers.
    ///
    /// @param shared the output of [ChatMessage#writeShared(JsonWriter)] for this message
    public void write(JsonWriter json, byte[] shared) {
      writeReceiverPart(json.startObject());
      json.members(shared).endObject();
    }
  }

  /// A direct message has reached a device of its receiver, or the server holds it because no
  /// device is online.
  ///
  /// @param fromId the message's receiver
  /// @param toId the message's sender, who gets this push
  /// @param serverSend whether the server sends this in place of an offline receiver
  record ReceiveAckPush(
      String fromId,
      String toId,
      long messageKey,
      String messageId,
      long messageSequence,
      boolean serverSend)
      implements MessageEvent {
    public ReceiveAckPush {
      Bounds.number(Field.MESSAGE_KEY, messageKey);
      Bounds.number(Field.MESSAGE_SEQUENCE, messageSequence);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.MSG_RECEIVE_ACK;
    }

    @Override
    public void write(JsonWriter json) {
      json.startObject()
          .put(Field.FROM_ID, fromId)
          .put(Field.TO_ID, toId)
          .put(Field.MESSAGE_KEY, messageKey);
      json.put(Field.MESSAGE_ID, messageId).put(Field.MESSAGE_SEQUENCE, messageSequence);
      json.put(Field.SERVER_SEND, serverSend).endObject();
    }
  }

  /// The message is recalled.
  record RecallAck(
      String messageId, long messageKey, long messageSequence, @Nullable String requestId)
      implements MessageEvent {
    public RecallAck {
      Bounds.number(Field.MESSAGE_KEY, messageKey);
      Bounds.number(Field.MESSAGE_SEQUENCE, messageSequence);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.RECALL_ACK;
    }

    @Override
    public void write(JsonWriter json) {
      Results.start(json).put(Field.MESSAGE_ID, messageId);
      json.put(Field.MESSAGE_KEY, messageKey).put(Field.MESSAGE_SEQUENCE, messageSequence);
      Results.end(json, requestId);
    }
  }

  /// The message has the content of the edit.
  ///
  /// @param editedTime when it was edited, in milliseconds since 1970
  record EditAck(
      String messageId,
      long messageKey,
      long messageSequence,
      long editedTime,
      @Nullable String requestId)
      implements Stored {
    public EditAck {
      Bounds.number(Field.MESSAGE_KEY, messageKey);
      Bounds.number(Field.MESSAGE_SEQUENCE, messageSequence);
      Bounds.number(Field.EDITED_TIME, editedTime);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.EDIT_ACK;
    }

    @Override
    public void writeFields(JsonWriter json) {
      json.put(Field.MESSAGE_ID, messageId).put(Field.MESSAGE_KEY, messageKey);
      json.put(Field.MESSAGE_SEQUENCE, messageSequence).put(Field.EDITED_TIME, editedTime);
    }
  }

  /// The message is pinned, or is not.
  ///
  /// @param pinnedTime when it was pinned, in milliseconds since 1970; null if it is not pinned
  record PinAck(
      String messageId,
      long messageKey,
      long messageSequence,
      @Nullable Long pinnedTime,
      @Nullable String requestId)
      implements Stored {
    public PinAck {
      Bounds.number(Field.MESSAGE_KEY, messageKey);
      Bounds.number(Field.MESSAGE_SEQUENCE, messageSequence);
      Bounds.numberIfPresent(Field.PINNED_TIME, pinnedTime);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.PIN_ACK;
    }

    public boolean isPinned() {
      return pinnedTime != null;
    }

    @Override
    public void writeFields(JsonWriter json) {
      writePin(json, messageId, messageKey, messageSequence, pinnedTime);
    }
  }

  private static void writePin(
      JsonWriter json, String id, long key, long sequence, @Nullable Long pinnedTime) {
    json.put(Field.MESSAGE_ID, id).put(Field.MESSAGE_KEY, key);
    json.put(Field.MESSAGE_SEQUENCE, sequence).put(Field.IS_PINNED, pinnedTime != null);
    json.putIfPresent(Field.PINNED_TIME, pinnedTime);
  }

  /// A message was pinned, or is pinned no more.
  ///
  /// @param in the conversation as the receiving user names it
  /// @param fromId who did it; null if the app's backend did
  /// @param pinnedTime when, in milliseconds since 1970; null if it is pinned no more
  record PinNotify(
      Peer in,
      @Nullable String fromId,
      String messageId,
      long messageKey,
      long messageSequence,
      @Nullable Long pinnedTime)
      implements MessageEvent {
    public PinNotify {
      Bounds.number(Field.MESSAGE_KEY, messageKey);
      Bounds.number(Field.MESSAGE_SEQUENCE, messageSequence);
      Bounds.numberIfPresent(Field.PINNED_TIME, pinnedTime);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.PIN_NOTIFY;
    }

    public boolean isPinned() {
      return pinnedTime != null;
    }

    @Override
    public void write(JsonWriter json) {
      in.write(json.startObject());
      json.putIfPresent(Field.FROM_ID, fromId);
      writePin(json, messageId, messageKey, messageSequence, pinnedTime);
      json.endObject();
    }
  }

  /// What has become of a user's sign at a message.
  sealed interface OfReaction extends MessageEvent {

    String messageId();

    long messageKey();

    long messageSequence();

    /// The sign.
    String reaction();

    boolean isSet();

    /// How many users have the sign at the message right afterwards.
    long count();

    /// Writes these members.
    default void writeReaction(JsonWriter json) {
      json.put(Field.MESSAGE_ID, messageId()).put(Field.MESSAGE_KEY, messageKey());
      json.put(Field.MESSAGE_SEQUENCE, messageSequence()).put(Field.REACTION, reaction());
      json.put(Field.IS_SET, isSet()).put(Field.COUNT, count());
    }
  }

  /// The user has the sign at the message, or has not.
  record ReactAck(
      String messageId,
      long messageKey,
      long messageSequence,
      String reaction,
      boolean isSet,
      long count,
      @Nullable String requestId)
      implements Stored, OfReaction {
    public ReactAck {
      Bounds.number(Field.MESSAGE_KEY, messageKey);
      Bounds.number(Field.MESSAGE_SEQUENCE, messageSequence);
      Bounds.number(Field.COUNT, count);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.REACT_ACK;
    }

    @Override
    public void writeFields(JsonWriter json) {
      writeReaction(json);
    }
  }

  /// A user has set a sign at a message, or has taken it back.
  ///
  /// @param in the conversation as the receiving user names it
  /// @param fromId who did it
  record ReactionNotify(
      Peer in,
      String fromId,
      String messageId,
      long messageKey,
      long messageSequence,
      String reaction,
      boolean isSet,
      long count)
      implements OfReaction {
    public ReactionNotify {
      Bounds.number(Field.MESSAGE_KEY, messageKey);
      Bounds.number(Field.MESSAGE_SEQUENCE, messageSequence);
      Bounds.number(Field.COUNT, count);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.REACTION_NOTIFY;
    }

    @Override
    public void write(JsonWriter json) {
      in.write(json.startObject());
      writeReaction(json.put(Field.FROM_ID, fromId));
      json.endObject();
    }
  }

  /// A message was recalled: a new entry of the owner's inbox, in place of the message.
  ///
  /// @param owner the receiving user
  /// @param to the message's receiver or group
  /// @param fromId the message's sender
  record RecallNotify(
      int appId,
      String owner,
      Peer to,
      String fromId,
      String messageId,
      long messageKey,
      long messageSequence,
      long inboxSequence,
      long previousInboxSequence)
      implements MessageEvent {
    public RecallNotify {
      Bounds.number(Field.MESSAGE_KEY, messageKey);
      Bounds.number(Field.MESSAGE_SEQUENCE, messageSequence);
      Bounds.number(Field.INBOX_SEQUENCE, inboxSequence);
      Bounds.number(Field.PREVIOUS_INBOX_SEQUENCE, previousInboxSequence);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.RECALL_NOTIFY;
    }

    @Override
    public void write(JsonWriter json) {
      json.startObject().put(Field.APP_ID, appId);
      ChatMessage.writeConversationId(json, to, fromId, owner);
      to.write(json);
      json.put(Field.FROM_ID, fromId)
          .put(Field.MESSAGE_ID, messageId)
          .put(Field.MESSAGE_KEY, messageKey);
      json.put(Field.MESSAGE_SEQUENCE, messageSequence).put(Field.INBOX_SEQUENCE, inboxSequence);
      json.put(Field.PREVIOUS_INBOX_SEQUENCE, previousInboxSequence).endObject();
    }
  }
}
