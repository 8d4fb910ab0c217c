package io.whaleshark.core.lane;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// When the lane's thread takes the next batch: as soon as something waits; or, behind a batch of
/// several commands, once the engine's pace is over, so that commands gather. Confined to that
/// thread.
final class BatchPace {

  /// So many commands wait for no more.
  private static final int ENOUGH = 256;

  private final CommandQueue queue;
  private final SteadyTime time;
  private final long micros;
  private long turnedAt; // when the turn before began
  private int took;

  BatchPace(CommandQueue queue, Duration atLeast, SteadyTime time) {
    this.queue = queue;
    this.time = time;
    this.micros = TimeUnit.NANOSECONDS.toMicros(atLeast.toNanos());
  }

  /// Waits until the next turn is to begin.
  ///
  /// @param wakeAt when it begins though nothing waits; [Long#MAX_VALUE] for never
  void awaitTurn(long wakeAt) {
    queue.await(wakeAt == Long.MAX_VALUE ? Long.MAX_VALUE : wakeAt - time.now());
    if (micros > 0 && took > 1) {
      queue.gather(ENOUGH, turnedAt + micros - time.now());
    }
    turnedAt = time.now();
  }

  /// Notes how many commands the turn took.
  void turned(int commands) {
    took = commands;
  }
}
