package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.EngineException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A task that a thread of its own does again and again until closed, whatever it throws.
/// Thread-safe.
final class Chore implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

  private final ScheduledThreadPoolExecutor thread;

  private Chore(String name) {
    thread = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name(name).daemon().factory());
  }

  /// Starts the thread. It pauses before each time.
  ///
  /// @param name of the thread
  static Chore start(String name, long pauseMillis, Runnable task) {
    Chore chore = new Chore(name);
    chore.thread.scheduleWithFixedDelay(
        () -> once(name, task), pauseMillis, pauseMillis, TimeUnit.MILLISECONDS);
    return chore;
  }

  /// An executor silently drops a task that throws.
  private static void once(String name, Runnable task) {
    try {
      task.run();
    } catch (EngineException e) {
      LOG.debug("{}: PostgreSQL is away", name, e); // the lane's own failures are reported
    } catch (RuntimeException e) {
      LOG.error("bug: {}", name, e);
    }
  }

  /// Interrupts what it does, and waits for its end.
  @Override
  public void close() {
    thread.shutdownNow();
    thread.close();
  }
}
