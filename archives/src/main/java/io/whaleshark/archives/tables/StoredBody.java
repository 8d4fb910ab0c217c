package io.whaleshark.archives.tables;

import org.jspecify.annotations.Nullable;

/// The content of a message, as the source has it. Immutable.
///
/// @param text null if it has none
/// @param extra null for none
/// @param time when it was sent, by the sender's device; 0 for none
/// @param created when the source took it, by its own clock; 0 if nobody knows
record StoredBody(
    @Nullable String text, @Nullable String extra, boolean recalled, long time, long created) {

  static StoredBody of(InboxMessage entry) {
    return new StoredBody(entry.body(), entry.extra(), entry.recalled(), entry.time(), 0);
  }
}
