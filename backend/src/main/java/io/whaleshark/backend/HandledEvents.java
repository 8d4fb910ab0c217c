package io.whaleshark.backend;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Remembers which events are done, so that handlers are not called for them again. One that several
 * machines share, or that outlives a restart, is yours to write: over a table of ids, for example.
 * Called on several threads at once.
 */
public interface HandledEvents {

  /** Whether the event of this id is done. */
  boolean contains(String id);

  /** The event of this id is done. */
  void add(String id);

  /** Remembers nothing: handlers hear of every repetition, and of every replay. */
  static HandledEvents none() {
    return new HandledEvents() {
      @Override
      public boolean contains(String id) {
        return false;
      }

      @Override
      public void add(String id) {
        // Nothing is remembered.
      }
    };
  }

  /** Remembers the newest ones, in memory. */
  static HandledEvents recent(int atMost) {
    if (atMost < 1) {
      throw new IllegalArgumentException("atMost: " + atMost + " (expected: at least 1)");
    }
    Map<String, Boolean> newest =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > atMost;
          }
        };
    Set<String> ids = Collections.synchronizedSet(Collections.newSetFromMap(newest));
    return new HandledEvents() {
      @Override
      public boolean contains(String id) {
        return ids.contains(id);
      }

      @Override
      public void add(String id) {
        ids.add(id);
      }
    };
  }
}
