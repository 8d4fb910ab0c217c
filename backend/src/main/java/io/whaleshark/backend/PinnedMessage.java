package io.whaleshark.backend;

import java.time.Instant;

/**
 * A message that is pinned in its conversation.
 *
 * @param message with its newest content
 * @param pinnedTime when it was pinned
 */
public record PinnedMessage(AppMessage message, Instant pinnedTime) {

  static PinnedMessage of(JsonFields fields) {
    return new PinnedMessage(AppMessage.of(fields), fields.time("pinnedTime"));
  }
}
