package io.whaleshark.client.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Goal: pauses double up to their bound, and jitter. Method: many draws.
class BackoffTest {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  @Test
  void pausesDoubleUpToTheBoundAndStartAnew() {
    var backoff =
        new Backoff(SyncConfig.with(InboxCursorStore.inMemory()).withPauses(FIRST, LONGEST));
    for (long bound : new long[] {100, 200, 400, 800, 1_000, 1_000}) {
      assertThat(backoff.next()).isBetween(Duration.ofMillis(bound / 2), Duration.ofMillis(bound));
    }
    backoff.reset();
    assertThat(backoff.next()).isLessThanOrEqualTo(FIRST);
  }

  @Test
  void pausesDiffer() {
    var config = SyncConfig.with(InboxCursorStore.inMemory()).withPauses(LONGEST, LONGEST);
    var backoff = new Backoff(config);
    var first = backoff.next();
    assertThat(Stream.generate(backoff::next).limit(20))
        .anyMatch(pause -> !pause.equals(first));
  }
}
