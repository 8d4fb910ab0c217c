package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// A message as everyone sees it. Fields that depend on the receiver are in
/// [MessageEvent.MessagePush] and [PageEvent.InboxEntry]. Immutable.
///
/// @param to the receiver or the group
/// @param messageBody canonical JSON; always `""` if the message is recalled
/// @param extra canonical JSON; null if there is none or the message is recalled
/// @param messageTime milliseconds since 1970 by the server's clock
/// @param messageKey unique in the app, and increasing
/// @param messageSequence the sequence in the conversation: 1, 2, 3 … without gaps
/// @param editedTime when its newest edit was, in milliseconds since 1970; null if it was not
///   edited, or is recalled
public record ChatMessage(
    int appId,
    String messageId,
    String fromId,
    Peer to,
    Bytes messageBody,
    @Nullable Bytes extra,
    long messageTime,
    long messageKey,
    long messageSequence,
    @Nullable Long editedTime,
    boolean recalled) {
  private static final Bytes EMPTY_TEXT = CanonicalJson.ofText("");

  public ChatMessage {
    Bounds.number(Field.MESSAGE_TIME, messageTime);
    Bounds.number(Field.MESSAGE_KEY, messageKey);
    Bounds.number(Field.MESSAGE_SEQUENCE, messageSequence);
    Bounds.numberIfPresent(Field.EDITED_TIME, editedTime);
    if (recalled) {
      messageBody = EMPTY_TEXT;
      extra = null;
      editedTime = null;
    } else {
      Bounds.json(Field.MESSAGE_BODY, messageBody);
    }
  }

  /// A message that was not edited.
  public ChatMessage(
      int appId,
      String messageId,
      String fromId,
      Peer to,
      Bytes messageBody,
      @Nullable Bytes extra,
      long messageTime,
      long messageKey,
      long messageSequence,
      boolean recalled) {
    this(
        appId,
        messageId,
        fromId,
        to,
        messageBody,
        extra,
        messageTime,
        messageKey,
        messageSequence,
        null,
        recalled);
  }

  public boolean isEdited() {
    return editedTime != null;
  }

  /// What an edit makes of it.
  public ChatMessage edited(Bytes newBody, @Nullable Bytes newExtra, long time) {
    return new ChatMessage(
        appId,
        messageId,
        fromId,
        to,
        newBody,
        newExtra,
        messageTime,
        messageKey,
        messageSequence,
        time,
        recalled);
  }

  /// What a recall leaves of it.
  public ChatMessage tombstone() {
    return new ChatMessage(
        appId,
        messageId,
        fromId,
        to,
        EMPTY_TEXT,
        null,
        messageTime,
        messageKey,
        messageSequence,
        true);
  }

  /// The conversation as this participant names it: for the sender the receiver, for the receiver
  /// the sender.
  public Peer seenBy(String owner) {
    return to.type() == ConversationType.DIRECT && owner.equals(to.id()) ? Peer.direct(fromId) : to;
  }

  /// Writes the members that are the same for every receiver, without braces: encode them once,
  /// then pass the bytes to each [MessageEvent.MessagePush#write(JsonWriter, byte[])].
  public void writeShared(JsonWriter json) {
    json.put(Field.APP_ID, appId).put(Field.MESSAGE_ID, messageId).put(Field.FROM_ID, fromId);
    to.write(json);
    json.put(Field.MESSAGE_BODY, messageBody).putIfPresent(Field.EXTRA, extra);
    json.put(Field.MESSAGE_TIME, messageTime).put(Field.MESSAGE_KEY, messageKey);
    json.put(Field.MESSAGE_SEQUENCE, messageSequence);
    json.putIfPresent(Field.EDITED_TIME, editedTime);
    if (recalled) {
      json.put(Field.RECALLED, true);
    }
  }

  /// Writes the message as an object, as in history pages and conversation items.
  public void write(JsonWriter json) {
    json.startObject();
    writeShared(json);
    json.endObject();
  }

  /// Writes `conversationId` as its owner sees it.
  static void writeConversationId(JsonWriter json, Peer to, String fromId, String owner) {
    boolean received = to.type() == ConversationType.DIRECT && owner.equals(to.id());
    json.name(Field.CONVERSATION_ID)
        .startText()
        .textPart(to.type() == ConversationType.DIRECT ? "0_" : "1_");
    json.textPart(owner).textPart("_").textPart(received ? fromId : to.id()).endText();
  }

  static ChatMessage read(EventFields fields) {
    boolean recalled = fields.flag(Field.RECALLED);
    return new ChatMessage(
        fields.int32(Field.APP_ID),
        fields.text(Field.MESSAGE_ID),
        fields.text(Field.FROM_ID),
        fields.peer(),
        fields.json(Field.MESSAGE_BODY),
        fields.jsonIfPresent(Field.EXTRA),
        fields.number(Field.MESSAGE_TIME),
        fields.number(Field.MESSAGE_KEY),
        fields.number(Field.MESSAGE_SEQUENCE),
        fields.numberIfPresent(Field.EDITED_TIME),
        recalled);
  }
}
