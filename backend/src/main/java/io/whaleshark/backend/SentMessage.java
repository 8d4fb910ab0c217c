package io.whaleshark.backend;

import java.time.Instant;

/**
 * A message that is on the disk of the server.
 *
 * @param messageId its id, chosen by who sent it
 * @param messageKey its number among all messages, by which it is edited and recalled
 * @param messageSequence its number in the conversation, from 1
 * @param messageTime when it was stored
 */
public record SentMessage(
    String messageId, long messageKey, long messageSequence, Instant messageTime) {

  static SentMessage of(JsonFields fields) {
    return new SentMessage(
        fields.text("messageId"),
        fields.number("messageKey"),
        fields.number("messageSequence"),
        fields.time("messageTime"));
  }
}
