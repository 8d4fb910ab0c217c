package io.whaleshark.bench.load;

/// The schedule of a loop's devices. Confined to its loop's thread.
interface Schedule {

  /// The schedule starts now.
  void restart(long nowNanos);

  /// Returns whether an action is due that no device has been told of.
  boolean isDue(long nowNanos);

  /// Tells the devices of all due actions.
  void wakeDue(long nowNanos);
}
