package io.whaleshark.core.lane;

import java.time.Clock;

/// The time for whoever waits until something is due: it never goes back. Where the clock is set
/// back, this goes on from where it was, so nothing waits until the clock has caught up. Where the
/// clock is set forward, this follows, and what is due comes early.
///
/// It is a stamp until the clock is first set back, and may be compared with itself alone. Confined
/// to the lane's thread.
public final class SteadyTime {

  private final Clock clock;
  private long shown; // by the clock, when it was last looked at
  private long now;

  public SteadyTime(Clock clock) {
    this.clock = clock;
    this.shown = StampClock.microsOf(clock.instant());
    this.now = shown;
  }

  /// What time it is, in microseconds.
  public long now() {
    long before = shown;
    shown = StampClock.microsOf(clock.instant());
    now += Math.max(0, shown - before);
    return now;
  }

  /// The clock by which it goes.
  public Clock clock() {
    return clock;
  }
}
