package io.whaleshark.bench.load;

import java.time.Duration;
import java.util.Map;

/// A measured phase of a run, and its cost.
///
/// @param generatorCpu the CPU time of the loops' threads
/// @param serverCpu the CPU time of the server's processes, by what they are called; empty if
///   unknown
public record Phase(Duration time, Duration generatorCpu, Map<String, Duration> serverCpu) {
  private static final double NANOS_PER_SECOND = 1e9;

  /// Copies.
  public Phase {
    serverCpu = Map.copyOf(serverCpu);
  }

  /// The duration in seconds.
  public double seconds() {
    return time.toNanos() / NANOS_PER_SECOND;
  }

  /// The CPU seconds of the loops' threads.
  public double generatorSeconds() {
    return generatorCpu.toNanos() / NANOS_PER_SECOND;
  }

  /// The CPU seconds of the server, all its processes together; zero if unknown.
  public double serverSeconds() {
    return serverCpu.keySet().stream().mapToDouble(this::serverSeconds).sum();
  }

  /// The CPU seconds of the server's processes of this name.
  public double serverSeconds(String name) {
    return serverCpu.getOrDefault(name, Duration.ZERO).toNanos() / NANOS_PER_SECOND;
  }
}
