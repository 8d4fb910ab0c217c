package io.whaleshark.archives.tables;

import java.util.Optional;

/// A message as a table of history has it, without its content. Immutable.
///
/// @param key its `message_key`: unique, and growing as far as the clocks of the source did
/// @param sequence its number in the conversation; 0 for none, as of messages of backends
/// @param time when it was sent, by the sender's device; 0 for none
/// @param created when it was stored; 0 if nobody knows
/// @param entry of an inbox, if the message is in no table
record StoredMessage(
    long key, String from, long sequence, long time, long created, Optional<InboxMessage> entry) {

  static StoredMessage of(InboxMessage entry) {
    return new StoredMessage(
        entry.key(), entry.from(), entry.sequence(), entry.time(), 0, Optional.of(entry));
  }

  /// The same message, found once more: what the entries of two inboxes say of it. A table knows it
  /// better than an inbox.
  StoredMessage with(StoredMessage other) {
    return entry.isPresent() && other.entry.isPresent()
        ? of(entry.get().with(other.entry.get()))
        : this;
  }
}
