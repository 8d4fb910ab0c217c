package io.whaleshark.server.limits;

import java.util.concurrent.atomic.AtomicLong;

/// A rate limit. Thread-safe; neither locks nor allocates.
///
/// Each event takes its share of time from an allowance that refills over time and never exceeds
/// [#BURST_SECONDS] (the generic cell rate algorithm).
///
/// Where the clock is set back by more than that, the allowance is full again: nobody waits until
/// the clock has caught up.
public final class Rate {

  /// The burst: as many events as in this time may come at once.
  static final long BURST_SECONDS = 2;

  private static final long MICROS = 1_000_000;
  private static final long MICROS_PER_MILLI = 1_000;
  private static final long BURST_MICROS = BURST_SECONDS * MICROS;

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
      long after = begin(before, now) + microsEach;
      long wait = wait(after, now);
      if (wait > 0 || wholeAt.compareAndSet(before, after)) {
        return wait;
      }
    }
  }

  /// Returns what [#take] would return, without taking.
  long waitMillis(long nowMillis) {
    long now = nowMillis * MICROS_PER_MILLI;
    return microsEach == 0 ? 0 : wait(begin(wholeAt.get(), now) + microsEach, now);
  }

  /// From when on the next event takes its share. Unless the clock was set back, the allowance is
  /// full within a burst; some slack, since threads tell the time in any order.
  private static long begin(long whole, long now) {
    return whole > now + 2 * BURST_MICROS ? now : Math.max(whole, now);
  }

  private static long wait(long after, long now) {
    return Math.max(0, Math.ceilDiv(after - now - BURST_MICROS, MICROS_PER_MILLI));
  }
}
