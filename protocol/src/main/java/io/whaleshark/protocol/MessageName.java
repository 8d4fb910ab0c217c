package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// Names a message of a conversation by at least one of three identifiers; of several, `messageKey`
/// counts first, then `messageSequence`. Immutable.
///
/// @param messageId the id that its sender gave it, who must be the one who names it
public record MessageName(
    @Nullable Long messageKey, @Nullable String messageId, @Nullable Long messageSequence) {

  public MessageName {
    Bounds.numberIfPresent(Field.MESSAGE_KEY, messageKey);
    Bounds.idIfPresent(Field.MESSAGE_ID, messageId);
    Bounds.numberIfPresent(Field.MESSAGE_SEQUENCE, messageSequence);
    if (messageKey == null && messageId == null && messageSequence == null) {
      throw Bounds.refusal(Field.MESSAGE_ID, "missing", "messageId, messageKey or messageSequence");
    }
  }

  public static MessageName ofKey(long messageKey) {
    return new MessageName(messageKey, null, null);
  }

  public static MessageName ofId(String messageId) {
    return new MessageName(null, messageId, null);
  }

  public static MessageName ofSequence(long messageSequence) {
    return new MessageName(null, null, messageSequence);
  }

  void write(JsonWriter json) {
    json.putIfPresent(Field.MESSAGE_KEY, messageKey);
    json.putIfPresent(Field.MESSAGE_ID, messageId);
    json.putIfPresent(Field.MESSAGE_SEQUENCE, messageSequence);
  }

  static MessageName read(BodyFields fields) {
    return new MessageName(
        fields.numberIfPresent(Field.MESSAGE_KEY),
        fields.textIfPresent(Field.MESSAGE_ID),
        fields.numberIfPresent(Field.MESSAGE_SEQUENCE));
  }
}
