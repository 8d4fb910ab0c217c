package io.whaleshark.testkit.simulation;

import io.whaleshark.core.id.UserId;
import io.whaleshark.core.session.Connection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What became read, as it was decided.
///
/// @param concernsOthers whether the reader was there, and others are to see it: what who left
///   reads is their own affair
/// @param concernsOwn whether it is new to the reader's devices
record ReadMoved(
    Chat chat,
    UserId reader,
    @Nullable Connection over,
    long from,
    long upTo,
    long unread,
    boolean concernsOthers,
    boolean concernsOwn) {

  /// The others whose messages became read.
  Set<UserId> authors() {
    return concernsOthers ? Chat.without(chat.authors(from, upTo), reader) : Set.of();
  }
}
