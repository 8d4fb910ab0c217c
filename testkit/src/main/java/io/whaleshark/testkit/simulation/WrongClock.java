package io.whaleshark.testkit.simulation;

import io.whaleshark.core.lane.StampClock;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/// The clock of one machine, which may be ahead of the time or behind it. Confined to the
/// simulation's thread.
final class WrongClock extends Clock {

  private final Clock right;
  private long ahead;

  /// @param right shows the time
  WrongClock(Clock right) {
    this.right = right;
  }

  /// Sets it.
  ///
  /// @param micros how far it is ahead from now on; less than 0 if it is behind
  void set(long micros) {
    ahead = micros;
  }

  /// How far it is ahead, in microseconds.
  long ahead() {
    return ahead;
  }

  /// What it shows, as a stamp.
  long stamp() {
    return StampClock.microsOf(instant());
  }

  @Override
  public Instant instant() {
    return right.instant().plus(ahead, ChronoUnit.MICROS);
  }

  @Override
  public ZoneId getZone() {
    return right.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return right.withZone(zone);
  }
}
