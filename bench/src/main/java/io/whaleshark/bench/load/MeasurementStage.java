package io.whaleshark.bench.load;

/// The current stage of the measurement; all loops follow it. Thread-safe.
final class MeasurementStage {
  private enum Now {
    PREPARE,
    WARM_UP,
    MEASURE,
    DRAIN
  }

  /// Volatile: the load changes it, the loops read it once a turn.
  private volatile Now now = Now.PREPARE;

  void warmUp() {
    now = Now.WARM_UP;
  }

  void measure() {
    now = Now.MEASURE;
  }

  void drain() {
    now = Now.DRAIN;
  }

  /// Returns whether devices may start new work.
  boolean isSending() {
    return now == Now.WARM_UP || now == Now.MEASURE;
  }

  boolean isMeasuring() {
    return now == Now.MEASURE;
  }
}
