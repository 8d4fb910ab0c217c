package io.whaleshark.bench.scenario;

/// When the messages of a sender were due, by their numbers: the newest so many of them. Confined
/// to its loop's thread.
final class SentTimes {
  private static final int SLOTS_AT_LEAST = 4096;
  private static final int SLOTS_PER_IN_FLIGHT = 8;

  private final long[] nanos;
  private final int mask;
  private long sent;

  /// @param inFlight how many are under way at most, 0 if that has no bound
  SentTimes(int inFlight) {
    int slots = Math.max(SLOTS_AT_LEAST, Integer.highestOneBit(inFlight) * SLOTS_PER_IN_FLIGHT);
    nanos = new long[slots];
    mask = slots - 1;
  }

  /// Takes the next number.
  long next(long dueNanos) {
    nanos[(int) sent & mask] = dueNanos;
    return sent++;
  }

  /// How many were sent.
  long sent() {
    return sent;
  }

  /// When that one was due.
  long of(long number) {
    return nanos[(int) number & mask];
  }

  /// Whether that one was sent, and is remembered.
  boolean knows(long number) {
    return number >= 0 && number < sent && sent - number <= nanos.length;
  }

  /// How many more there is room for, if all from this one on are still to be remembered.
  long roomAfter(long oldest) {
    return nanos.length - (sent - oldest);
  }
}
