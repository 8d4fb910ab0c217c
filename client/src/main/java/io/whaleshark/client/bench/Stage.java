package io.whaleshark.client.bench;

/// How far the measurement is; all drivers follow it. Thread-safe.
final class Stage {
  private enum Now {
    WARM_UP,
    MEASURE,
    DRAIN,
    OVER
  }

  /// Volatile: the bench moves it on, the drivers look at it once a turn.
  private volatile Now now = Now.WARM_UP;

  void measure() {
    now = Now.MEASURE;
  }

  void drain() {
    now = Now.DRAIN;
  }

  void over() {
    now = Now.OVER;
  }

  boolean isMeasuring() {
    return now == Now.MEASURE;
  }

  /// Whether nothing new is sent any more.
  boolean isDraining() {
    return now == Now.DRAIN || now == Now.OVER;
  }

  /// Whether nobody waits any more for what is under way.
  boolean isOver() {
    return now == Now.OVER;
  }
}
