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

  /// The server passes it on at most once in this time, unless a message is between.
  private static final long PASSED_ON_NANOS = Duration.ofSeconds(2).toNanos();

  /// What was told last of a conversation.
  ///
  /// @param at when it was told that the user is writing
  private record Told(long at, boolean isOn) {}

  /// Of those conversations where others may still see it.
  private final Map<Peer, Told> told = new HashMap<>();

  /// The user changed what they write.
  ///
  /// @return whether to tell the server now
  public boolean typed(Peer in, long nowNanos) {
    told.values().removeIf(last -> nowNanos - last.at() >= TypingBook.HELD_NANOS);
    Told last = told.get(in);
    if (last != null && nowNanos - last.at() < (last.isOn() ? AGAIN_NANOS : PASSED_ON_NANOS)) {
      return false;
    }
    told.put(in, new Told(nowNanos, true));
    return true;
  }

  /// The user has stopped without sending it.
  ///
  /// @return whether to tell the server: not if others do not see it any more
  public boolean stopped(Peer in, long nowNanos) {
    Told last = told.get(in);
    if (last == null || !last.isOn()) {
      return false;
    }
    told.put(in, new Told(last.at(), false));
    return nowNanos - last.at() < TypingBook.HELD_NANOS;
  }

  /// The user has sent it, which says by itself that they have stopped.
  public void sent(Peer in) {
    told.remove(in);
  }
}
