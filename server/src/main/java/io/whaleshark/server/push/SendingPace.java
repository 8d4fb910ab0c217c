package io.whaleshark.server.push;

import io.whaleshark.server.follower.Follower;
import io.whaleshark.server.outgoing.RetryPause;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// How fast a service is asked. Thread-safe.
///
/// Once it takes nothing, one message alone is tried, with a pause before each attempt. When that
/// one is taken, all go on.
final class SendingPace {

  /// One attempt.
  @FunctionalInterface
  interface Attempt {

    /// Sends once.
    ///
    /// @return empty if the service takes messages; if not, the pause that it asks for, or zero
    Optional<Duration> run() throws InterruptedException;
  }

  /// What became of an attempt.
  enum Result {
    DONE,
    TO_BE_TRIED_AGAIN,
    /// Another node tells phones now.
    LEFT_TO_OTHERS
  }

  private final Follower follower;
  private final Semaphore trial = new Semaphore(1, true);
  private final RetryPause backoff = new RetryPause(); // guarded by this
  private Duration pause = Duration.ZERO; // before the next trial; guarded by this
  private volatile boolean isSlow;

  /// @param follower on whose behalf
  SendingPace(Follower follower) {
    this.follower = follower;
  }

  /// Makes an attempt, when it is its turn.
  Result attempt(Attempt attempt) throws InterruptedException {
    while (isSlow) {
      trial.acquire();
      try {
        if (isSlow) {
          follower.ending().pause(pause());
          return run(attempt, true);
        }
      } finally {
        trial.release();
      }
    }
    return run(attempt, false);
  }

  private synchronized Duration pause() {
    return pause;
  }

  private Result run(Attempt attempt, boolean isTrial) throws InterruptedException {
    if (!follower.leads()) {
      return Result.LEFT_TO_OTHERS;
    }
    Optional<Duration> asked = attempt.run();
    if (asked.isEmpty()) {
      taken(isTrial);
      return Result.DONE;
    }
    refused(asked.get(), isTrial);
    return Result.TO_BE_TRIED_AGAIN;
  }

  private synchronized void taken(boolean isTrial) {
    if (isTrial) {
      backoff.reset();
      isSlow = false;
    }
  }

  /// Of several that fail at once, one makes the next pause longer.
  private synchronized void refused(Duration asked, boolean isTrial) {
    if (isTrial || !isSlow) {
      pause = backoff.next(asked);
      isSlow = true;
    } else if (asked.compareTo(pause) > 0) {
      pause = asked;
    }
  }
}
