package io.whaleshark.core.engine;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/// Several iterators, one after another. Each is made when the one before it has ended, so that
/// [Contents] read their rows when these are asked for. Confined to one thread.
public final class Chain<T> implements Iterator<T> {

  private final Iterator<? extends Iterator<? extends T>> parts;
  private Iterator<? extends T> part = Collections.emptyIterator();

  public Chain(Iterator<? extends Iterator<? extends T>> parts) {
    this.parts = parts;
  }

  /// A chain of these parts.
  public static <T> Chain<T> of(List<Supplier<Iterator<T>>> parts) {
    return new Chain<>(parts.stream().map(Supplier::get).iterator());
  }

  @Override
  public boolean hasNext() {
    while (!part.hasNext() && parts.hasNext()) {
      part = parts.next();
    }
    return part.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return part.next();
  }
}
