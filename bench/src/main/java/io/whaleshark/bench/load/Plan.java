package io.whaleshark.bench.load;

/// When which device of a loop has something due. Confined to its loop's thread.
interface Plan {

  /// It begins now.
  void restart(long nowNanos);

  /// Whether something is due that no device was told of.
  boolean isDue(long nowNanos);

  /// Tells the devices of all that is due.
  void wakeDue(long nowNanos);
}
