package io.whaleshark.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Goal: what a server does from time to time it does for as long as it runs. Method: a task that
/// throws every time.
class RecurringTest {

  @Test
  void aTaskThatThrowsIsToldAndComesAgain() throws Exception {
    CountDownLatch three = new CountDownLatch(3);
    Queue<RuntimeException> bugs = new ConcurrentLinkedQueue<>();
    Runnable task =
        () -> {
          three.countDown();
          throw new IllegalStateException("planted");
        };
    try (Recurring _ = Recurring.start("test", Duration.ofMillis(1), task, bugs::add)) {
      assertThat(three.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(bugs).hasSizeGreaterThanOrEqualTo(3).allMatch(e -> "planted".equals(e.getMessage()));
  }
}
