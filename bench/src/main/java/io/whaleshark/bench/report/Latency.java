package io.whaleshark.bench.report;

import org.HdrHistogram.Histogram;

/// How long something took, each time.
///
/// @param name from what to what
/// @param histogram in nanoseconds
public record Latency(String name, Histogram histogram) {

  /// The same, of something that has a name.
  Latency of(String owner) {
    return new Latency(owner + ", " + name, histogram);
  }
}
