package io.whaleshark.bench.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/// Counts one kind of event and records its latencies.
///
/// Confined to its loop's thread, except [#published].
public final class Meter {
  private static final long LONGEST_NANOS = Duration.ofMinutes(2).toNanos();
  private static final long FINEST_NANOS = 1_000;
  private static final int DIGITS = 3;

  private final Loop loop;
  private final Histogram latency = new Histogram(FINEST_NANOS, LONGEST_NANOS, DIGITS);

  /// Read by other threads. Written once a turn, since a shared counter for each event would cost
  /// more than the event.
  private final AtomicLong published = new AtomicLong();

  private long count;
  private long measured;

  Meter(Loop loop) {
    this.loop = loop;
  }

  /// Counts events without latency.
  public void count(long times) {
    count += times;
    if (loop.isMeasuring()) {
      measured += times;
    }
  }

  /// Counts an event that happened now. Its latency is recorded only during the measurement.
  ///
  /// @param causedNanos when its cause was due, by [Loop#nowNanos]
  public void record(long causedNanos) {
    count++;
    if (loop.isMeasuring()) {
      measured++;
      latency.recordValue(Math.clamp(loop.nowNanos() - causedNanos, 0, LONGEST_NANOS));
    }
  }

  /// A new measurement starts.
  void reset() {
    measured = 0;
    latency.reset();
  }

  /// The count during the measurement.
  long measured() {
    return measured;
  }

  void publish() {
    published.setOpaque(count);
  }

  /// The total count, up to one turn late. Callable from any thread.
  long published() {
    return published.getOpaque();
  }

  /// The latencies in nanoseconds, during the measurement.
  Histogram latency() {
    return latency;
  }

  static Histogram empty() {
    return new Histogram(FINEST_NANOS, LONGEST_NANOS, DIGITS);
  }
}
