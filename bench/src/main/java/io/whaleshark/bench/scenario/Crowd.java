package io.whaleshark.bench.scenario;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// Hostile clients, each on a virtual thread; each slot runs one client after another until the
/// crowd is closed. Thread-safe.
final class Crowd implements AutoCloseable {

  /// The number of concurrent clients of a kind, and the pause of each before its next attempt.
  record Members(int atOnce, long restMillis) {}

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Misdeed.Victim victim;
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final LongAdder[] done = new LongAdder[Misdeed.values().length]; // by ordinal
  private volatile boolean sentAway;

  Crowd(Misdeed.Victim victim) {
    this.victim = victim;
    Arrays.setAll(done, _ -> new LongAdder());
  }

  void invite(Misdeed misdeed, Members members) {
    for (int i = 0; i < members.atOnce(); i++) {
      threads.add(Thread.ofVirtual().start(() -> keepCommitting(misdeed, members.restMillis())));
    }
  }

  private void keepCommitting(Misdeed misdeed, long restMillis) {
    while (!sentAway) {
      misdeed.commitTo(victim);
      done[misdeed.ordinal()].increment();
      LockSupport.parkNanos(restMillis * NANOS_PER_MILLI);
    }
  }

  /// How often the misdeed was completed so far.
  long count(Misdeed misdeed) {
    return done[misdeed.ordinal()].sum();
  }

  /// Stops all clients: interrupting a virtual thread closes its socket.
  @Override
  public void close() {
    sentAway = true;
    threads.forEach(Thread::interrupt);
    boolean interrupted = false;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
