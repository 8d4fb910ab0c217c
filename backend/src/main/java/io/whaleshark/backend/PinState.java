package io.whaleshark.backend;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a message is pinned in its conversation.
 *
 * @param messageId its id, chosen by who sent it
 * @param messageKey its number among all messages, by which it was named
 * @param messageSequence its number in the conversation, from 1
 * @param pinnedTime when it was pinned, null if it is not
 */
public record PinState(
    String messageId, long messageKey, long messageSequence, @Nullable Instant pinnedTime) {

  /** Whether it is pinned. */
  public boolean isPinned() {
    return pinnedTime != null;
  }

  static PinState of(JsonFields fields) {
    return new PinState(
        fields.text("messageId"),
        fields.number("messageKey"),
        fields.number("messageSequence"),
        fields.has("pinnedTime") ? fields.time("pinnedTime") : null);
  }
}
