package io.whaleshark.backend;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message of the app.
 *
 * @param messageId its id, chosen by who sent it
 * @param fromId who sent it
 * @param to the user or the group that it went to
 * @param messageBody any JSON value; an empty text or null if it was recalled
 * @param extra any JSON value, null if there is none
 * @param messageKey its number among all messages, by which it is edited and recalled
 * @param messageSequence its number in the conversation, from 1
 * @param messageTime when it was stored
 * @param editedTime when it was edited the last time, null if it never was
 * @param recalled whether it was recalled
 */
public record AppMessage(
    String messageId,
    String fromId,
    Recipient to,
    @Nullable Object messageBody,
    @Nullable Object extra,
    long messageKey,
    long messageSequence,
    Instant messageTime,
    @Nullable Instant editedTime,
    boolean recalled) {

  /** A message that was never edited. */
  public AppMessage(
      String messageId,
      String fromId,
      Recipient to,
      @Nullable Object messageBody,
      @Nullable Object extra,
      long messageKey,
      long messageSequence,
      Instant messageTime,
      boolean recalled) {
    this(
        messageId,
        fromId,
        to,
        messageBody,
        extra,
        messageKey,
        messageSequence,
        messageTime,
        null,
        recalled);
  }

  static AppMessage of(JsonFields fields) {
    return new AppMessage(
        fields.text("messageId"),
        fields.text("fromId"),
        fields.recipient(),
        fields.value("messageBody"),
        fields.value("extra"),
        fields.number("messageKey"),
        fields.number("messageSequence"),
        fields.time("messageTime"),
        fields.has("editedTime") ? fields.time("editedTime") : null,
        fields.flag("recalled"));
  }

  /** The body if it is a text, as most clients send it; otherwise an empty text. */
  public String text() {
    return messageBody instanceof String text ? text : "";
  }
}
