package io.whaleshark.client.sync;

import io.whaleshark.protocol.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The newest edit that was shown of each message, for the messages that were edited last. Confined
/// to one thread at a time.
final class Edits<T> {

  /// @param contentHash tells edits of one millisecond from one another
  private record Shown(long editedTime, int contentHash) {}

  private final int atMost;
  private final Map<T, Shown> newest = new LinkedHashMap<>();

  Edits(int atMost) {
    this.atMost = atMost;
  }

  /// Notes that an edit is shown. Of edits of one millisecond the one that comes later is newer.
  ///
  /// @return false if it, or a newer one, was shown before
  boolean note(T message, long editedTime, Bytes body, @Nullable Bytes extra) {
    Shown shown = new Shown(editedTime, Objects.hash(body, extra));
    Shown before = newest.get(message);
    if (before != null && (before.equals(shown) || before.editedTime() > editedTime)) {
      return false;
    }
    newest.remove(message);
    newest.put(message, shown);
    if (newest.size() > atMost) {
      newest.remove(newest.keySet().iterator().next());
    }
    return true;
  }
}
