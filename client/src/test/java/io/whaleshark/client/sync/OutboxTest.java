package io.whaleshark.client.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Goal: what was sent is sent again until it is answered, in its order (C2). Method: answers and
/// refusals at times that the test hands in.
class OutboxTest {
  private static final Duration PATIENCE = Duration.ofNanos(100);

  private final Outbox<String> outbox =
      new Outbox<>(
          PATIENCE,
          new Backoff(Duration.ofNanos(10), Duration.ofNanos(40), RandomGenerator.getDefault()));

  @Test
  void whatIsNotAnsweredIsDueAgainInItsOrder() {
    assertThat(outbox.add("a", "first", 0)).isTrue();
    assertThat(outbox.add("b", "second", 1)).isTrue();
    assertThat(outbox.due(1)).containsExactly("first", "second");
    assertThat(outbox.due(100)).isEmpty();
    assertThat(outbox.due(101)).containsExactly("first", "second");
    assertThat(outbox.answered("a")).isTrue();
    assertThat(outbox.answered("a")).isFalse();
    assertThat(outbox.due(201)).containsExactly("second");
  }

  @Test
  void sameIdIsOneMessage() {
    assertThat(outbox.add("a", "first", 0)).isTrue();
    assertThat(outbox.add("a", "again", 0)).isFalse();
    assertThat(outbox.due(0)).containsExactly("first");
    assertThat(outbox.unanswered()).containsExactly("a");
    assertThat(outbox.answered("a")).isTrue();
    assertThat(outbox.isSentHere("a")).isTrue();
    assertThat(outbox.isSentHere("b")).isFalse();
  }

  @Test
  void pausesAfterRefusalsGrow() {
    assertThat(outbox.add("a", "first", 0)).isTrue();
    for (long bound : new long[] {10, 20, 40, 40}) {
      assertThat(outbox.due(1_000)).containsExactly("first");
      outbox.refusedForNow("a", 1_000);
      assertThat(outbox.due(1_000 + bound / 2 - 1)).isEmpty();
      assertThat(outbox.due(1_000 + bound)).containsExactly("first");
      outbox.loggedIn(1_000);
    }
  }
}
