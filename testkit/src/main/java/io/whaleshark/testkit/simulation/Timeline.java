package io.whaleshark.testkit.simulation;

import io.whaleshark.core.lane.StampClock;
import io.whaleshark.testkit.TestClock;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/// Virtual time, and the queue of scheduled events. Events that are due at the same time run in the
/// order in which they were scheduled. Confined to the simulation's thread.
final class Timeline {

  private record Item(long at, long order, Runnable what) {}

  private final TestClock clock = new TestClock();
  private final PriorityQueue<Item> items =
      new PriorityQueue<>(Comparator.comparingLong(Item::at).thenComparingLong(Item::order));
  private long now;
  private long order;
  private BooleanSupplier goesOn = () -> true;

  /// Sets a check to run after each event; once it returns false, no more events run.
  void afterEach(BooleanSupplier question) {
    goesOn = question;
  }

  /// A clock that shows this time.
  Clock clock() {
    return clock;
  }

  /// The time, as a stamp.
  long stamp() {
    return StampClock.microsOf(clock.instant());
  }

  /// Virtual microseconds since the beginning.
  long now() {
    return now;
  }

  /// Schedules an event after a delay in microseconds.
  void in(long micros, Runnable what) {
    at(now + micros, what);
  }

  /// Schedules an event for a time that is not in the past.
  void at(long micros, Runnable what) {
    items.add(new Item(Math.max(now, micros), order++, what));
  }

  /// Advances time, and runs all events that are due until then. An event may itself advance time.
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

  /// Advances time and runs events until a condition holds.
  ///
  /// @return false if it does not hold and no events are left to run
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
