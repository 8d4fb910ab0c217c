package io.whaleshark.bench.report;

import org.HdrHistogram.Histogram;

/// The latencies of one kind of event.
///
/// @param name from which event to which
/// @param histogram in nanoseconds
public record Latency(String name, Histogram histogram) {

  /// Returns the same latencies with their owner's name.
  Latency of(String owner) {
    return new Latency(owner + ", " + name, histogram);
  }
}
