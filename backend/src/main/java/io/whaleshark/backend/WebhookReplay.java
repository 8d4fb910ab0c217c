package io.whaleshark.backend;

import java.time.Instant;
import java.util.Optional;

/**
 * From when on a webhook is told again.
 *
 * @param from the time; an earlier one than was asked for if it was not told up to there yet
 * @param goneUpTo what happened after {@code from} and up to this time is not there any more; empty
 *     if all is
 */
public record WebhookReplay(Instant from, Optional<Instant> goneUpTo) {

  static WebhookReplay of(JsonFields fields) {
    return new WebhookReplay(
        fields.instant("from"),
        fields.has("goneUpTo") ? Optional.of(fields.instant("goneUpTo")) : Optional.empty());
  }
}
