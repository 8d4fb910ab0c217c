package io.whaleshark.server;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does something from time to time, on a thread of its own, until it is closed. Thread-safe.
///
/// A scheduler drops a task that throws, and says so to nobody. Here the next time comes whatever
/// the last one met.
final class Recurring implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

  private final String name;
  private final ScheduledThreadPoolExecutor thread;

  private Recurring(String name) {
    this.name = name;
    thread = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name(name).daemon().factory());
  }

  /// Begins, with a pause.
  ///
  /// @param name of the thread
  /// @param pause before each time
  /// @param task may throw only what is a bug
  /// @param onBug is told of what it threw, on the same thread
  static Recurring start(
      String name, Duration pause, Runnable task, Consumer<RuntimeException> onBug) {
    Recurring recurring = new Recurring(name);
    long millis = pause.toMillis();
    recurring.thread.scheduleWithFixedDelay(
        () -> once(task, onBug), millis, millis, TimeUnit.MILLISECONDS);
    return recurring;
  }

  private static void once(Runnable task, Consumer<RuntimeException> onBug) {
    try {
      task.run();
    } catch (RuntimeException e) {
      onBug.accept(e);
    }
  }

  /// Waits for a task under way, for a minute at most.
  @Override
  public void close() {
    thread.shutdown();
    if (!hasEnded()) {
      LOG.atWarn().addKeyValue("thread", name).log("a task goes on while the server closes");
    }
  }

  private boolean hasEnded() {
    try {
      return thread.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
