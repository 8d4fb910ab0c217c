package io.whaleshark.server.limits;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// A bounded cache with a value for each of the most recent keys. Thread-safe.
final class Recent<K, V> {

  private final int atMost;
  private final Supplier<V> fresh;
  private final Map<K, V> known = new LinkedHashMap<>(); // guarded by this

  /// @param atMost the maximum number of entries
  /// @param fresh creates the value of a new key
  Recent(int atMost, Supplier<V> fresh) {
    this.atMost = atMost;
    this.fresh = fresh;
  }

  /// Returns the value of a key and marks it as the most recent. Evicts the oldest entry if there
  /// are too many.
  synchronized V of(K key) {
    V before = known.remove(key);
    V value = before == null ? fresh.get() : before;
    known.put(key, value);
    if (known.size() > atMost) {
      Iterator<K> oldest = known.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    return value;
  }
}
