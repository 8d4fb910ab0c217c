package io.whaleshark.backend;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that is to be sent, and about which the server asks.
 *
 * @param id of the question; one that is asked again has another
 * @param time when it was asked
 * @param messageId the id of the message, chosen by who sends it
 * @param fromId who sends it
 * @param to the user or the group that it goes to
 * @param messageBody any JSON value
 * @param extra any JSON value, null if there is none
 */
public record BeforeSendQuestion(
    String id,
    Instant time,
    String messageId,
    String fromId,
    Recipient to,
    @Nullable Object messageBody,
    @Nullable Object extra) {

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
        data.text("messageId"),
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
