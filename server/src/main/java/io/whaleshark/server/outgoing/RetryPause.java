package io.whaleshark.server.outgoing;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How long to wait after a failure: longer each time, up to a minute. Not thread-safe.
public final class RetryPause {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private Duration pause = FIRST_PAUSE;

  /// The pause after one more failure.
  ///
  /// @param asked what the other side asks for; zero if nothing. It counts if it is longer
  public Duration next(Duration asked) {
    Duration own = jittered(pause);
    Duration next = asked.compareTo(own) > 0 ? asked : own;
    Duration twice = pause.multipliedBy(2);
    pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    return next;
  }

  /// Begins anew, after a success.
  public void reset() {
    pause = FIRST_PAUSE;
  }

  /// Between half of it and all of it: who comes back is not hit by all at once.
  private static Duration jittered(Duration pause) {
    long millis = pause.toMillis();
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
  }
}
