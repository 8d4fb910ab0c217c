package io.whaleshark.bench.scenario;

/// The due times of a sender's newest messages, by message number, in a ring buffer. Confined to
/// its loop's thread.
final class SentTimes {
  private static final int SLOTS_AT_LEAST = 4096;
  private static final int SLOTS_PER_IN_FLIGHT = 8;

  private final long[] nanos;
  private final int mask;
  private long sent;

  /// @param inFlight the maximum number in flight, 0 for no bound
  SentTimes(int inFlight) {
    int slots = Math.max(SLOTS_AT_LEAST, Integer.highestOneBit(inFlight) * SLOTS_PER_IN_FLIGHT);
    nanos = new long[slots];
    mask = slots - 1;
  }

  /// Returns the next number.
  long next(long dueNanos) {
    nanos[(int) sent & mask] = dueNanos;
    return sent++;
  }

  /// The number of sent messages.
  long sent() {
    return sent;
  }

  /// When that one was due.
  long of(long number) {
    return nanos[(int) number & mask];
  }

  /// The number of further messages that fit, if all from this one on must be kept.
  long roomAfter(long oldest) {
    return nanos.length - (sent - oldest);
  }
}
