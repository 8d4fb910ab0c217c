package io.whaleshark.server.follower;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The end of something that waits again and again. Thread-safe.
public final class Ending {

  private final CountDownLatch begun = new CountDownLatch(1);

  /// Whether it has begun.
  public boolean hasBegun() {
    return begun.getCount() == 0;
  }

  /// Waits.
  ///
  /// @throws InterruptedException if the end begins meanwhile
  public void pause(Duration time) throws InterruptedException {
    if (begun.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("closing");
    }
  }

  /// Ends all pauses.
  public void begin() {
    begun.countDown();
  }
}
