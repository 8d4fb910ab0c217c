package io.whaleshark.backend;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that is to be sent or edited, and about which the server asks.
 *
 * @param id of the question; one that is asked again has another
 * @param time when it was asked
 * @param isEdit whether a message that was sent before gets this content
 * @param messageId the id of the message, chosen by who sends it; empty if it is edited by another
 *     name
 * @param messageKey the number by which the message to edit is named, 0 if it is not
 * @param messageSequence the number in its conversation by which the message to edit is named, 0 if
 *     it is not
 * @param fromId who sends or edits it
 * @param to the user or the group that it goes to
 * @param messageBody any JSON value
 * @param extra any JSON value, null if there is none
 */
public record BeforeSendQuestion(
    String id,
    Instant time,
    boolean isEdit,
    String messageId,
    long messageKey,
    long messageSequence,
    String fromId,
    Recipient to,
    @Nullable Object messageBody,
    @Nullable Object extra) {

  /** A message that is to be sent. */
  public BeforeSendQuestion(
      String id,
      Instant time,
      String messageId,
      String fromId,
      Recipient to,
      @Nullable Object messageBody,
      @Nullable Object extra) {
    this(id, time, false, messageId, 0, 0, fromId, to, messageBody, extra);
  }

  static final String TYPE = "message.before-send";

  /**
   * Reads the body of a request.
   *
   * @throws MalformedJsonException if it is no question
   */
  static BeforeSendQuestion read(String id, byte[] body) {
    JsonFields fields =
        PlainJson.read(body)
            .filter(question -> TYPE.equals(question.value("type")))
            .orElseThrow(() -> new MalformedJsonException("type", BeforeSendQuestion.class));
    JsonFields data = fields.object("data");
    return new BeforeSendQuestion(
        id,
        fields.instant("timestamp"),
        data.flag("edit"),
        data.text("messageId"),
        data.number("messageKey", 0),
        data.number("messageSequence", 0),
        data.text("fromId"),
        data.recipient(),
        data.value("messageBody"),
        data.value("extra"));
  }

  /** The body if it is a text, as most clients send it; otherwise an empty text. */
  public String text() {
    return messageBody instanceof String text ? text : "";
  }
}
