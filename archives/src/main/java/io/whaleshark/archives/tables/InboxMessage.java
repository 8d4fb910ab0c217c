package io.whaleshark.archives.tables;

import org.jspecify.annotations.Nullable;

/// A member of somebody's sorted set of messages that are new for them. Immutable.
///
/// @param to a user, or the group
/// @param sequence 0 for none
/// @param time as the sender's device had it; 0 for none
/// @param body null for none
/// @param extra null for none
record InboxMessage(
    long key,
    String from,
    String to,
    boolean inGroup,
    long sequence,
    long time,
    @Nullable String body,
    @Nullable String extra,
    boolean recalled) {

  /// The same message in another entry: of a message that was recalled there are two, and the older
  /// one has its place.
  InboxMessage with(InboxMessage other) {
    InboxMessage older = other.sequence() < sequence ? other : this;
    return new InboxMessage(
        key,
        older.from(),
        older.to(),
        older.inGroup(),
        older.sequence(),
        older.time(),
        older.body(),
        older.extra(),
        recalled || other.recalled());
  }
}
