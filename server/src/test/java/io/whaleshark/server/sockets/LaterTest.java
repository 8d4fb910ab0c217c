package io.whaleshark.server.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Goal: what waits on a connection ends with it, so that a closed connection is held by nothing.
/// Method: a channel whose time is moved by hand, and a look at what its event loop still has to
/// do.
class LaterTest {

  private static final long WAIT_MILLIS = 30_000;
  private static final long NOTHING = -1;

  private final AtomicInteger runs = new AtomicInteger();
  private final EmbeddedChannel channel = new EmbeddedChannel();

  /// Otherwise time also passes by itself, on a busy machine more than what is waited for.
  @BeforeEach
  void holdTime() {
    channel.freezeTime();
  }

  @Test
  void itIsDoneOnceWhenItsTimeHasCome() {
    Later.run(channel, WAIT_MILLIS, runs::incrementAndGet);
    channel.advanceTimeBy(WAIT_MILLIS - 1, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(runs).hasValue(0);
    channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
    assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING);
    channel.close();
    assertThat(runs).hasValue(1);
  }

  @Test
  void aClosedConnectionLeavesNothingToBeDone() {
    Later.run(channel, WAIT_MILLIS, runs::incrementAndGet);
    assertThat(channel.runScheduledPendingTasks()).isPositive();
    channel.close();
    assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING);
    channel.advanceTimeBy(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(runs).hasValue(0);
  }

  @Test
  void onAConnectionThatIsClosedAlreadyNothingIsDone() {
    channel.close();
    Later.run(channel, WAIT_MILLIS, runs::incrementAndGet);
    assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING);
    assertThat(runs).hasValue(0);
  }
}
