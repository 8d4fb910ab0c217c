package io.whaleshark.bench.load;

import java.time.Duration;

/// A measured phase of a run, and its cost.
///
/// @param generatorCpu the CPU time of the loops' threads
/// @param serverCpu the CPU time of the server; zero if unknown
public record Phase(Duration time, Duration generatorCpu, Duration serverCpu) {
  private static final double NANOS_PER_SECOND = 1e9;

  /// The duration in seconds.
  public double seconds() {
    return time.toNanos() / NANOS_PER_SECOND;
  }

  /// The CPU seconds of the loops' threads.
  public double generatorSeconds() {
    return generatorCpu.toNanos() / NANOS_PER_SECOND;
  }

  /// The CPU seconds of the server.
  public double serverSeconds() {
    return serverCpu.toNanos() / NANOS_PER_SECOND;
  }
}
