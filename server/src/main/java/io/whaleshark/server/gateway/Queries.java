package io.whaleshark.server.gateway;

import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;

/// Runs what blocks while it reads: each on a virtual thread, a bounded number at a time.
/// Thread-safe.
///
/// How many wait is bounded by the connections: each has at most one under way.
public final class Queries {

  private final Semaphore running;
  private final ThreadFactory threads = Thread.ofVirtual().name("query-", 0).factory();

  /// @param atOnce how many run at the same time
  public Queries(int atOnce) {
    running = new Semaphore(atOnce);
  }

  /// Runs it soon. It must not throw.
  void run(Runnable query) {
    threads
        .newThread(() -> {
          running.acquireUninterruptibly();
          try {
            query.run();
          } finally {
            running.release();
          }
        })
        .start();
  }
}
