package io.whaleshark.core.id;

import java.util.concurrent.ThreadLocalRandom;

/// Names the session of one connection. What a command causes is told to everyone but the session
/// that sent it, on whatever node that is; a device that connects again has another one, and is
/// told.
///
/// @param value random: no two sessions that are open at one time share it, on any node. Were it to
///   happen, a device would miss a push, and pull at the next one
public record SessionId(long value) {

  /// Stands for nobody's: no connection has it. So everybody is told.
  public static final SessionId NONE = new SessionId(0);

  /// An id that no other session has.
  public static SessionId random() {
    long value = ThreadLocalRandom.current().nextLong();
    return value == NONE.value ? random() : new SessionId(value);
  }
}
