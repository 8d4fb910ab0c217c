package io.whaleshark.backend;

import java.time.Instant;

/**
 * A message whose new content is on the disk of the server.
 *
 * @param messageId its id, chosen by who sent it
 * @param messageKey its number among all messages, by which it was named
 * @param messageSequence its number in the conversation, from 1
 * @param editedTime when it was edited
 */
public record EditedMessage(
    String messageId, long messageKey, long messageSequence, Instant editedTime) {

  static EditedMessage of(JsonFields fields) {
    return new EditedMessage(
        fields.text("messageId"),
        fields.number("messageKey"),
        fields.number("messageSequence"),
        fields.time("editedTime"));
  }
}
