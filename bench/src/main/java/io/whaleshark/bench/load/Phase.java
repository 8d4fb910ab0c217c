package io.whaleshark.bench.load;

import java.time.Duration;

/// A measured part of a run, and what it took.
///
/// @param generatorCpu of the loops' threads
/// @param serverCpu nothing if that isn't known
public record Phase(Duration time, Duration generatorCpu, Duration serverCpu) {
  private static final double NANOS_PER_SECOND = 1e9;

  /// How long it was.
  public double seconds() {
    return time.toNanos() / NANOS_PER_SECOND;
  }

  /// What the loops' threads cost.
  public double generatorSeconds() {
    return generatorCpu.toNanos() / NANOS_PER_SECOND;
  }

  /// What the server cost.
  public double serverSeconds() {
    return serverCpu.toNanos() / NANOS_PER_SECOND;
  }
}
