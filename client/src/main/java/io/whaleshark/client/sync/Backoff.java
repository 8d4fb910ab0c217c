package io.whaleshark.client.sync;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Exponential back-off with jitter. The bound doubles with each attempt, and the pause is a random
/// value between half the bound and the bound. So a thousand clients of a restarted server don't
/// reconnect at the same instant. Confined to one thread at a time.
public final class Backoff {
  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private Duration bound;

  /// @param first the upper bound of the first pause
  /// @param longest the limit of the doubling bound
  public Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
    this.bound = first;
  }

  /// Returns an independent back-off with the same bounds, starting at the first pause.
  public Backoff afresh() {
    return new Backoff(first, longest, random);
  }

  /// The pause before the next attempt.
  public Duration next() {
    long half = Math.max(bound.toNanos() / 2, 1);
    var pause = Duration.ofNanos(half + random.nextLong(half + 1));
    var doubled = bound.multipliedBy(2);
    bound = doubled.compareTo(longest) > 0 ? longest : doubled;
    return pause;
  }

  /// An attempt succeeded: the next pause is short again.
  public void reset() {
    bound = first;
  }
}
