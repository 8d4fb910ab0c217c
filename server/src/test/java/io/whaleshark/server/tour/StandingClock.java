package io.whaleshark.server.tour;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// A server's clock that stands still until a test moves it: then how slow the machine is decides
/// neither whether a token still holds nor how many requests a second brought. Thread-safe.
final class StandingClock extends Clock {

  /// Volatile: a test moves it, the server's threads read it.
  private volatile Instant now;

  StandingClock(Instant now) {
    this.now = now;
  }

  /// Lets time pass. Called by one thread.
  void advance(Duration duration) {
    now = now.plus(duration);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
