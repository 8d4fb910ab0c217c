package io.whaleshark.client.sync;

import java.util.LinkedHashSet;
import java.util.Set;

/// A bounded set of the newest things. Confined to one thread at a time.
final class Newest<T> {
  private final int atMost;
  private final Set<T> things = new LinkedHashSet<>();

  Newest(int atMost) {
    this.atMost = atMost;
  }

  /// Adds one, and evicts the oldest if there are too many.
  ///
  /// @return false if it is already in the set
  boolean add(T thing) {
    if (!things.add(thing)) {
      return false;
    }
    if (things.size() > atMost) {
      things.remove(things.iterator().next());
    }
    return true;
  }

  boolean contains(T thing) {
    return things.contains(thing);
  }
}
