package io.whaleshark.client.sdk;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Pauses between attempts: each bound is twice the one before, and the pause is drawn between half
/// the bound and the bound, so that a thousand clients of a server that went away don't come back
/// in the same instant. Confined to one thread.
final class Backoff {
  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private Duration bound;

  Backoff(SyncConfig config) {
    this.first = config.firstPause();
    this.longest = config.longestPause();
    this.random = config.random();
    this.bound = first;
  }

  /// How long to wait before the next attempt.
  Duration next() {
    long half = Math.max(bound.toNanos() / 2, 1);
    var pause = Duration.ofNanos(half + random.nextLong(half + 1));
    var doubled = bound.multipliedBy(2);
    bound = doubled.compareTo(longest) > 0 ? longest : doubled;
    return pause;
  }

  /// An attempt went well: the next pause is a short one again.
  void reset() {
    bound = first;
  }
}
