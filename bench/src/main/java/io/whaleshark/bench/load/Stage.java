package io.whaleshark.bench.load;

/// How far the measurement is; all loops follow it. Thread-safe.
final class Stage {
  private enum Now {
    PREPARE,
    WARM_UP,
    MEASURE,
    DRAIN,
    OVER
  }

  /// Volatile: the load moves it on, the loops look at it once a turn.
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

  void over() {
    now = Now.OVER;
  }

  /// Whether new things are begun.
  boolean isSending() {
    return now == Now.WARM_UP || now == Now.MEASURE;
  }

  boolean isMeasuring() {
    return now == Now.MEASURE;
  }

  /// Whether nobody waits any more for what is under way.
  boolean isOver() {
    return now == Now.OVER;
  }
}
