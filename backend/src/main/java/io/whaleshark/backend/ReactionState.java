package io.whaleshark.backend;

/**
 * A user's sign at a message, and how many have it there.
 *
 * @param messageId the id of the message, chosen by who sent it
 * @param messageKey its number among all messages
 * @param messageSequence its number in the conversation, from 1
 * @param reaction the sign
 * @param isSet whether the user has it there now
 * @param count how many users have it there now
 */
public record ReactionState(
    String messageId,
    long messageKey,
    long messageSequence,
    String reaction,
    boolean isSet,
    long count) {

  static ReactionState of(JsonFields fields) {
    return new ReactionState(
        fields.text("messageId"),
        fields.number("messageKey"),
        fields.number("messageSequence"),
        fields.text("reaction"),
        fields.flag("isSet"),
        fields.number("count"));
  }
}
