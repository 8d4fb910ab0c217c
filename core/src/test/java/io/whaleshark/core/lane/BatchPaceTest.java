package io.whaleshark.core.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Goal: commands gather behind a batch of several, and nothing else waits. Method: a pace of a
/// minute, which no turn of this test would survive, and a clock that stands still.
class BatchPaceTest {

  private static final int ENOUGH = 256;

  private final SteadyTime time =
      new SteadyTime(Clock.fixed(Instant.parse("2026-11-30T12:00:00Z"), ZoneOffset.UTC));
  private final CommandQueue queue = new CommandQueue(LaneLimits.DEFAULT);
  private final BatchPace pace = new BatchPace(queue, Duration.ofMinutes(1), time);

  private void offer(int commands) {
    for (int i = 0; i < commands; i++) {
      queue.offer(new Command.Turn(Reply.NONE));
    }
  }

  private int turn() {
    pace.awaitTurn(Long.MAX_VALUE);
    int took = queue.take().size();
    pace.turned(took);
    return took;
  }

  @Test
  void behindACommandAloneNothingWaits() {
    offer(1);
    assertThat(turn()).isOne();
    offer(2);
    assertThat(turn()).isEqualTo(2);
  }

  @Test
  void behindSeveralCommandsTheyGatherUntilThereIsEnough() throws Exception {
    offer(2);
    assertThat(turn()).isEqualTo(2);
    offer(1);
    FutureTask<Integer> next = new FutureTask<>(this::turn);
    Thread lane = Thread.ofPlatform().start(next);
    while (lane.isAlive() && lane.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    offer(ENOUGH - 1);
    assertThat(next.get(30, TimeUnit.SECONDS)).isEqualTo(ENOUGH);
  }

  @Test
  void anEngineWithoutAPaceIsNotWaitedFor() {
    BatchPace none = new BatchPace(queue, Duration.ZERO, time);
    none.turned(2);
    offer(1);
    none.awaitTurn(Long.MAX_VALUE);
    assertThat(queue.take()).hasSize(1);
  }
}
