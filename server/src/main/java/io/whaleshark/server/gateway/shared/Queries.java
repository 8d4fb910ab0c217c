package io.whaleshark.server.gateway.shared;

import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;

/// Runs blocking queries, each on a virtual thread, with a bound on how many run at once.
/// Thread-safe.
///
/// The number of waiting queries is bounded by the connections: each has at most one in progress.
public final class Queries {

  private final Semaphore running;
  private final ThreadFactory threads = Thread.ofVirtual().name("query-", 0).factory();

  /// @param atOnce the maximum number of concurrent queries
  public Queries(int atOnce) {
    running = new Semaphore(atOnce);
  }

  /// Starts a query as soon as a permit is free. The query must not throw.
  public void run(Runnable query) {
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
