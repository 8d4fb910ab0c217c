package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Address;
import io.whaleshark.bench.load.BenchException;
import io.whaleshark.bench.whale.BackendConnection;
import java.time.Duration;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/// One connection of a backend, with a thread of its own: makes a call again and again until its
/// time is over. Whoever has [joined][#join] it may read what came of it.
final class HttpCaller {

  /// One call.
  @FunctionalInterface
  interface Call {

    /// Makes it, and checks the answer.
    ///
    /// @param number how many were made before
    /// @return whether the answer is right
    boolean make(BackendConnection over, long number);
  }

  private final Address server;
  private final Call call;
  private final long measureFrom;
  private final long end;
  private final Histogram latency = new Histogram(3);
  private final Thread thread;
  private long made;
  private long measured;
  private long wrong;
  private Optional<String> failure = Optional.empty();

  /// Begins at once.
  HttpCaller(Address server, String name, Call call, Duration warmUp, Duration measure) {
    this.server = server;
    this.call = call;
    this.measureFrom = System.nanoTime() + warmUp.toNanos();
    this.end = measureFrom + measure.toNanos();
    this.thread = Thread.ofPlatform().name(name).start(this::run);
  }

  private void run() {
    try (BackendConnection connection = new BackendConnection(server)) {
      for (long now = System.nanoTime(); now < end; ) {
        boolean isRight = call.make(connection, made);
        long answered = System.nanoTime();
        made++;
        wrong += isRight ? 0 : 1;
        if (now >= measureFrom) {
          measured++;
          latency.recordValue(answered - now);
        }
        now = answered;
      }
    } catch (BenchException e) {
      failure = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /// Waits until its time is over.
  void join() throws InterruptedException {
    thread.join();
  }

  /// Waits, but no longer than this.
  void join(Duration atMost) throws InterruptedException {
    boolean _ = thread.join(atMost);
  }

  /// How many calls were answered.
  long made() {
    return made;
  }

  /// How many of them began while it was measured.
  long measured() {
    return measured;
  }

  /// How many answers were wrong.
  long wrong() {
    return wrong;
  }

  /// In nanoseconds, of the calls that were measured.
  Histogram latency() {
    return latency;
  }

  /// Why it ended early; empty if it did not.
  Optional<String> failure() {
    return failure;
  }
}
