package io.whaleshark.server.outgoing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Lets the operator hear of what goes on failing, without filling the log. Thread-safe.
public final class OncePerMinute {

  private static final Duration EACH = Duration.ofMinutes(1);

  private final Clock clock;
  private Instant last = Instant.EPOCH; // guarded by this

  public OncePerMinute(Clock clock) {
    this.clock = clock;
  }

  /// Whether to say it now: the last time that this was so is more than a minute ago.
  public synchronized boolean isDue() {
    Instant now = clock.instant();
    boolean isDue = Duration.between(last, now).abs().compareTo(EACH) > 0;
    if (isDue) {
      last = now;
    }
    return isDue;
  }
}
