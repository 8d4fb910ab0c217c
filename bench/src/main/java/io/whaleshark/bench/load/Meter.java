package io.whaleshark.bench.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/// Counts one kind of event, and how long after its cause each came.
///
/// Confined to its loop's thread, but for [#published].
public final class Meter {
  private static final long LONGEST_NANOS = Duration.ofMinutes(2).toNanos();
  private static final long FINEST_NANOS = 1_000;
  private static final int DIGITS = 3;

  private final Loop loop;
  private final Histogram latency = new Histogram(FINEST_NANOS, LONGEST_NANOS, DIGITS);

  /// For whoever watches from another thread; written once a turn, since a shared counter for each
  /// event would cost more than the event.
  private final AtomicLong published = new AtomicLong();

  private long count;
  private long measured;

  Meter(Loop loop) {
    this.loop = loop;
  }

  /// It happened, and nobody asks how long it took.
  public void count(long times) {
    count += times;
    if (loop.isMeasuring()) {
      measured += times;
    }
  }

  /// It happened now. Counted in the measured time alone is how long it took.
  ///
  /// @param causedNanos when its cause was due, by [Loop#nowNanos]
  public void record(long causedNanos) {
    count++;
    if (loop.isMeasuring()) {
      measured++;
      latency.recordValue(Math.clamp(loop.nowNanos() - causedNanos, 0, LONGEST_NANOS));
    }
  }

  /// Those of the measured time.
  long measured() {
    return measured;
  }

  void publish() {
    published.setOpaque(count);
  }

  /// How many so far, a turn late. From any thread.
  long published() {
    return published.getOpaque();
  }

  /// Nanoseconds, of the measured time.
  Histogram latency() {
    return latency;
  }

  static Histogram empty() {
    return new Histogram(FINEST_NANOS, LONGEST_NANOS, DIGITS);
  }
}
