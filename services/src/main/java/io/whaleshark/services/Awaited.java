package io.whaleshark.services;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// What servers agree on after a while.
final class Awaited {

  private static final long WITHIN_SECONDS = 30;
  private static final long LOOK_EACH_MILLIS = 50;

  private Awaited() {}

  /// @param what must come true, for the message
  /// @throws ServiceException if it does not within 30 s
  static void await(String what, BooleanSupplier isTrue) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(WITHIN_SECONDS);
    while (!isTrue.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new ServiceException("this did not happen in time: " + what);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_EACH_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException("interrupted", e);
    }
  }
}
