package io.whaleshark.client.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Goal: pauses double up to their bound, and jitter. Method: many draws.
class BackoffTest {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  @Test
  void pausesDoubleUpToTheBoundAndStartAnew() {
    var backoff = new Backoff(FIRST, LONGEST, RandomGenerator.getDefault());
    for (long bound : new long[] {100, 200, 400, 800, 1_000, 1_000}) {
      assertThat(backoff.next()).isBetween(Duration.ofMillis(bound / 2), Duration.ofMillis(bound));
    }
    backoff.reset();
    assertThat(backoff.next()).isLessThanOrEqualTo(FIRST);
  }

  @Test
  void pausesDiffer() {
    var backoff = new Backoff(LONGEST, LONGEST, RandomGenerator.getDefault());
    var first = backoff.next();
    assertThat(Stream.generate(backoff::next).limit(20)).anyMatch(pause -> !pause.equals(first));
  }
}
