package io.whaleshark.client.sync;

import java.util.LinkedHashSet;
import java.util.Set;

/// The newest of many things, as many as one may remember. Confined to one thread at a time.
final class Newest<T> {
  private final int atMost;
  private final Set<T> things = new LinkedHashSet<>();

  Newest(int atMost) {
    this.atMost = atMost;
  }

  /// Adds one, and forgets the oldest if there are too many.
  ///
  /// @return false if it is remembered already
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
