package io.whaleshark.client.sync;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Pauses between attempts: each bound is twice the one before, and the pause is drawn between half
/// the bound and the bound, so that a thousand clients of a server that went away don't come back
/// in the same instant. Confined to one thread at a time.
public final class Backoff {
  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private Duration bound;

  /// @param first the bound of the first pause
  /// @param longest the bound that the doubling ends at
  public Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
    this.bound = first;
  }

  /// One for something else, with the same bounds, from the first pause on.
  public Backoff afresh() {
    return new Backoff(first, longest, random);
  }

  /// How long to wait before the next attempt.
  public Duration next() {
    long half = Math.max(bound.toNanos() / 2, 1);
    var pause = Duration.ofNanos(half + random.nextLong(half + 1));
    var doubled = bound.multipliedBy(2);
    bound = doubled.compareTo(longest) > 0 ? longest : doubled;
    return pause;
  }

  /// An attempt went well: the next pause is a short one again.
  public void reset() {
    bound = first;
  }
}
