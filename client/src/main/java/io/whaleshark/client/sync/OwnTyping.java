package io.whaleshark.client.sync;

import io.whaleshark.protocol.Peer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// When to tell the server that the own user is writing, however many keys they press. Confined to
/// one thread at a time.
public final class OwnTyping {

  /// It is told again in this time, while the user goes on writing.
  private static final long AGAIN_NANOS = Duration.ofSeconds(3).toNanos();

  /// When it was told of each conversation where others may still see it.
  private final Map<Peer, Long> told = new HashMap<>();

  /// The user changed what they write.
  ///
  /// @return whether to tell the server now
  public boolean typed(Peer in, long nowNanos) {
    told.values().removeIf(at -> nowNanos - at >= TypingBook.HELD_NANOS);
    Long before = told.get(in);
    if (before != null && nowNanos - before < AGAIN_NANOS) {
      return false;
    }
    told.put(in, nowNanos);
    return true;
  }

  /// The user has stopped without sending it.
  ///
  /// @return whether to tell the server: not if others do not see it any more
  public boolean stopped(Peer in, long nowNanos) {
    Long before = told.remove(in);
    return before != null && nowNanos - before < TypingBook.HELD_NANOS;
  }

  /// The user has sent it, which says by itself that they have stopped.
  public void sent(Peer in) {
    told.remove(in);
  }
}
