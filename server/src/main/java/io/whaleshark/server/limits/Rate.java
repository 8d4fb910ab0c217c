package io.whaleshark.server.limits;

import java.util.concurrent.atomic.AtomicLong;

/// A rate limit. Thread-safe; neither locks nor allocates.
///
/// Each event takes its share of time from an allowance that refills over time and never exceeds
/// [#BURST_SECONDS] (the generic cell rate algorithm).
public final class Rate {

  /// The burst: as many events as in this time may come at once.
  static final long BURST_SECONDS = 2;

  private static final long MICROS = 1_000_000;
  private static final long MICROS_PER_MILLI = 1_000;

  private final long microsEach;

  /// When the allowance will be full again, in microseconds.
  private final AtomicLong wholeAt = new AtomicLong();

  /// @param perSecond at least 1; 0 for no limit
  Rate(int perSecond) {
    microsEach = perSecond == 0 ? 0 : Math.max(1, MICROS / perSecond);
  }

  /// Takes the share of one event, if the allowance has it.
  ///
  /// @return 0 if the event may happen, else the milliseconds until it may
  public long take(long nowMillis) {
    if (microsEach == 0) {
      return 0;
    }
    long now = nowMillis * MICROS_PER_MILLI;
    while (true) {
      long before = wholeAt.get();
      long after = Math.max(before, now) + microsEach;
      long wait = wait(after, now);
      if (wait > 0 || wholeAt.compareAndSet(before, after)) {
        return wait;
      }
    }
  }

  /// Returns what [#take] would return, without taking.
  long waitMillis(long nowMillis) {
    long now = nowMillis * MICROS_PER_MILLI;
    return microsEach == 0 ? 0 : wait(Math.max(wholeAt.get(), now) + microsEach, now);
  }

  private static long wait(long after, long now) {
    return Math.max(0, Math.ceilDiv(after - now - BURST_SECONDS * MICROS, MICROS_PER_MILLI));
  }
}
