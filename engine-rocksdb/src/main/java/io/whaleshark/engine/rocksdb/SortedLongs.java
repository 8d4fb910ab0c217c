package io.whaleshark.engine.rocksdb;

import java.util.Arrays;

/// A multiset of numbers that counts how many are at least a bound. Not thread-safe.
///
/// It is a sorted array. Counting is a binary search. A change moves the elements behind it: for
/// the members of a group (at most some 100,000) this copies a few hundred KiB at worst.
final class SortedLongs {

  private long[] numbers = new long[16];
  private int size;

  /// Adds many at once.
  void addAll(long[] more) {
    numbers = Arrays.copyOf(numbers, Math.max(numbers.length, size + more.length));
    System.arraycopy(more, 0, numbers, size, more.length);
    size += more.length;
    Arrays.sort(numbers, 0, size);
  }

  void add(long number) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * size);
    }
    int at = firstAtLeast(number);
    System.arraycopy(numbers, at, numbers, at + 1, size - at);
    numbers[at] = number;
    size++;
  }

  /// Replaces one occurrence of a number by one that is not smaller.
  void raise(long from, long to) {
    int at = firstAtLeast(from);
    if (at == size || numbers[at] != from) {
      throw new IllegalStateException("number: " + from + " (expected: one of the bag)");
    }
    int end = Math.max(at + 1, firstAtLeast(to));
    // The numbers in between move down by one, and the raised number takes the free place.
    System.arraycopy(numbers, at + 1, numbers, at, end - at - 1);
    numbers[end - 1] = to;
  }

  /// How many are at least the bound.
  int countAtLeast(long bound) {
    return size - firstAtLeast(bound);
  }

  private int firstAtLeast(long bound) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (numbers[middle] < bound) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
