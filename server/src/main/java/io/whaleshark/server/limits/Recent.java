package io.whaleshark.server.limits;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Something for each of those who came last, a bounded number. Thread-safe.
final class Recent<K, V> {

  private final int atMost;
  private final Supplier<V> fresh;
  private final Map<K, V> known = new LinkedHashMap<>(); // guarded by this

  /// @param atMost of how many something is kept
  /// @param fresh makes what is kept of one who was not known
  Recent(int atMost, Supplier<V> fresh) {
    this.atMost = atMost;
    this.fresh = fresh;
  }

  /// What is kept of the one who comes now. Whoever came longest ago is forgotten for it, if there
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
