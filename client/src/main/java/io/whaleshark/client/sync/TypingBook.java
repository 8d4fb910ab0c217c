package io.whaleshark.client.sync;

import io.whaleshark.protocol.Peer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who else is writing in which conversation, as the server told within the last seconds. Confined
/// to one thread at a time.
public final class TypingBook {

  /// For how long it holds that somebody writes, unless it is told again.
  static final long HELD_NANOS = Duration.ofSeconds(6).toNanos();

  /// More than anybody wants to read of one conversation; others are left out.
  private static final int TYPISTS_AT_MOST = 100;

  /// Until when it holds, of each who writes, in the order in which they began.
  private final Map<Peer, Map<String, Long>> until = new HashMap<>();

  /// The server says that somebody is writing.
  ///
  /// @return whether that is new
  public boolean writes(Peer in, String user, long nowNanos) {
    Map<String, Long> typists = until.computeIfAbsent(in, _ -> new LinkedHashMap<>());
    if (typists.size() == TYPISTS_AT_MOST && !typists.containsKey(user)) {
      return false;
    }
    return typists.put(user, nowNanos + HELD_NANOS) == null;
  }

  /// Somebody has stopped, or has sent it.
  ///
  /// @return whether they were writing
  public boolean stopped(Peer in, String user) {
    Map<String, Long> typists = until.getOrDefault(in, Map.of());
    if (!typists.containsKey(user)) {
      return false;
    }
    typists.remove(user);
    forgetIfNobody(in);
    return true;
  }

  /// Forgets those of whom it holds no longer.
  ///
  /// @return the conversations where that changes who is writing
  public List<Peer> expire(long nowNanos) {
    List<Peer> changed =
        until.entrySet().stream()
            .filter(each -> each.getValue().values().removeIf(at -> nowNanos - at >= 0))
            .map(Map.Entry::getKey)
            .toList();
    changed.forEach(this::forgetIfNobody);
    return changed;
  }

  /// Forgets all: without a connection nobody says that they have stopped.
  ///
  /// @return the conversations where somebody was writing
  public List<Peer> clear() {
    List<Peer> all = List.copyOf(until.keySet());
    until.clear();
    return all;
  }

  /// Who is writing, in the order in which they began.
  public List<String> typists(Peer in) {
    return List.copyOf(until.getOrDefault(in, Map.of()).keySet());
  }

  private void forgetIfNobody(Peer in) {
    until.computeIfPresent(in, (_, typists) -> typists.isEmpty() ? null : typists);
  }
}
