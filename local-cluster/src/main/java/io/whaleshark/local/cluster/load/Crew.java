package io.whaleshark.local.cluster.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/// Does the same for many at once, each in a thread of its own. Used by one thread.
public final class Crew {

  /// One part of the work.
  interface Task<T> {
    void run(T who) throws Exception;
  }

  private static final Duration DONE_WITHIN = Duration.ofMinutes(2);

  private final List<Thread> threads = new ArrayList<>();
  private final Queue<Throwable> failures = new ArrayBlockingQueue<>(100);

  /// Starts the work for each of them; it goes on until [#join].
  static <T> Crew start(Collection<T> all, Task<T> task) {
    Crew crew = new Crew();
    all.forEach(who -> crew.add(who, task));
    return crew;
  }

  /// Starts one more part of the work.
  <T> void add(T who, Task<T> task) {
    Runnable part =
        () -> {
          try {
            task.run(who);
          } catch (Exception | AssertionError e) {
            boolean _ = failures.offer(e); // the first hundred are enough
          }
        };
    threads.add(Thread.ofVirtual().name("crew-" + threads.size()).start(part));
  }

  /// Waits until everything is done.
  ///
  /// @throws IllegalStateException if a part failed, with all failures
  public void join() throws InterruptedException {
    for (Thread thread : threads) {
      if (!thread.join(DONE_WITHIN)) {
        throw new IllegalStateException("a client hangs, failures so far: " + failures);
      }
    }
    if (!failures.isEmpty()) {
      IllegalStateException failed = new IllegalStateException("clients failed");
      failures.forEach(failed::addSuppressed);
      throw failed;
    }
  }

  static <T> void all(Collection<T> all, Task<T> task) throws InterruptedException {
    start(all, task).join();
  }
}
