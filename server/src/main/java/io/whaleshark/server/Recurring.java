package io.whaleshark.server;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a task periodically on its own thread until closed. Thread-safe.
///
/// A `ScheduledExecutorService` silently drops a task that throws. This class runs the task again
/// whatever it threw.
final class Recurring implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

  private final String name;
  private final ScheduledThreadPoolExecutor thread;

  private Recurring(String name) {
    this.name = name;
    thread = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name(name).daemon().factory());
  }

  /// Starts the thread. It pauses before the first run.
  ///
  /// @param name the thread's name
  /// @param pause the pause before each run
  /// @param task should throw only for bugs
  /// @param onBug receives what the task threw, on the same thread
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

  /// Waits for a running task, at most one minute.
  @Override
  public void close() {
    thread.shutdown();
    if (!hasEnded()) {
      LOG.atWarn().addKeyValue("thread", name).log("a task still runs while the server shuts down");
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
