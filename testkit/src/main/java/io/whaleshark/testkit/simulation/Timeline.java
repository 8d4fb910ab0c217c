package io.whaleshark.testkit.simulation;

import io.whaleshark.testkit.TestClock;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/// Virtual time, and everything that is going to happen in it. What is due at the same time happens
/// in the order in which it was planned. Confined to the simulation's thread.
final class Timeline {

  private record Item(long at, long order, Runnable what) {}

  private final TestClock clock = new TestClock();
  private final PriorityQueue<Item> items =
      new PriorityQueue<>(Comparator.comparingLong(Item::at).thenComparingLong(Item::order));
  private long now;
  private long order;
  private BooleanSupplier goesOn = () -> true;

  /// From now on this is asked after everything that happens; after a no nothing happens any more.
  void afterEach(BooleanSupplier question) {
    goesOn = question;
  }

  /// A clock that shows this time.
  Clock clock() {
    return clock;
  }

  /// Microseconds since the beginning.
  long now() {
    return now;
  }

  /// Plans something in so many microseconds.
  void in(long micros, Runnable what) {
    at(now + micros, what);
  }

  /// Plans something for a time that has not passed.
  void at(long micros, Runnable what) {
    items.add(new Item(Math.max(now, micros), order++, what));
  }

  /// Lets time pass, and all happen that is due until then. What happens may itself let time pass.
  void runUntil(long micros) {
    Item next = items.peek();
    while (next != null && next.at() <= micros) {
      if (!happens(items.remove())) {
        return;
      }
      next = items.peek();
    }
    moveTo(micros);
  }

  /// Lets time pass, and all happen, until something is the case.
  ///
  /// @return false if it is not, and nothing happens any more
  boolean runUntil(BooleanSupplier isTheCase) {
    while (!isTheCase.getAsBoolean()) {
      if (items.isEmpty() || !happens(items.remove())) {
        return false;
      }
    }
    return true;
  }

  private boolean happens(Item item) {
    moveTo(item.at());
    item.what().run();
    return goesOn.getAsBoolean();
  }

  private void moveTo(long micros) {
    if (micros > now) {
      clock.advance(Duration.ofNanos((micros - now) * 1_000));
      now = micros;
    }
  }
}
