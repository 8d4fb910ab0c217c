package io.whaleshark.server.push;

import io.whaleshark.server.follower.Follower;
import io.whaleshark.server.outgoing.RetryPause;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// How fast a service is asked. Thread-safe.
///
/// Once it takes nothing, one message alone is tried, with a pause before each attempt. When that
/// one is taken, all go on.
final class SendingPace {

  /// One attempt.
  @FunctionalInterface
  interface Attempt {

    /// Sends once, or finds nothing to send any more.
    Outcome run() throws InterruptedException;
  }

  /// What an attempt came to.
  sealed interface Outcome {

    /// The service had something to say of the message.
    record Answered() implements Outcome {}

    /// The service was not asked.
    record NothingToSend() implements Outcome {}

    /// The service takes nothing.
    ///
    /// @param asked the pause that it asks for, or zero
    record Busy(Duration asked) implements Outcome {}
  }

  /// What became of an attempt.
  enum Result {
    DONE,
    TO_BE_TRIED_AGAIN,
    /// Another node tells phones now.
    LEFT_TO_OTHERS
  }

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final Follower follower;
  private final Semaphore trial = new Semaphore(1, true);
  private final RetryPause backoff = new RetryPause(); // guarded by this
  private Duration pause = Duration.ZERO; // before the next trial; guarded by this
  private volatile boolean isSlow;
  private final AtomicLong answered = new AtomicLong();

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
    return switch (attempt.run()) {
      case Outcome.Answered _ -> {
        answered.incrementAndGet();
        taken(isTrial);
        yield Result.DONE;
      }
      case Outcome.NothingToSend _ -> Result.DONE; // it says nothing of the service
      case Outcome.Busy(Duration asked) -> {
        refused(asked, isTrial);
        yield Result.TO_BE_TRIED_AGAIN;
      }
    };
  }

  /// How many messages were answered until now.
  long answered() {
    return answered.get();
  }

  /// Waits a moment for an engine that cannot be read.
  void awaitEngine() throws InterruptedException {
    follower.ending().pause(AFTER_FAILURE);
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
