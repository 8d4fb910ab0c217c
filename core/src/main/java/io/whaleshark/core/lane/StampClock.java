package io.whaleshark.core.lane;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Draws stamps: the time in microseconds since 1970, raised to one more than the stamp before
/// where the clock stands still or goes back. So stamps are unique, grow, and say when. Below 2^53
/// until the year 2255.
///
/// Confined to the lane's thread.
public final class StampClock {

  /// How many nanoseconds are a microsecond, the unit of stamps.
  public static final long NANOS_PER_MICRO = 1_000;

  private final Clock clock;
  private long newest;

  /// @param newest the greatest stamp ever drawn in this store
  public StampClock(Clock clock, long newest) {
    this.clock = clock;
    this.newest = newest;
  }

  /// A stamp greater than any before.
  public long next() {
    newest = Math.max(newest + 1, microsOf(clock.instant()));
    return newest;
  }

  /// Takes note of a stamp that was drawn elsewhere: those that follow are greater.
  public void note(long stamp) {
    newest = Math.max(newest, stamp);
  }

  /// The greatest stamp drawn or noted so far.
  public long newest() {
    return newest;
  }

  /// The time that a stamp tells.
  public static Instant timeOf(long stamp) {
    return Instant.EPOCH.plus(stamp, ChronoUnit.MICROS);
  }

  /// The stamp that belongs to a time.
  public static long microsOf(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  /// How far apart the stamps of two times are.
  public static long microsOf(Duration duration) {
    return duration.toNanos() / NANOS_PER_MICRO;
  }
}
