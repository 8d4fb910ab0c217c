package io.whaleshark.bench.subject;

import io.whaleshark.bench.load.Address;

/// The server that is measured. Thread-safe.
public interface Subject extends AutoCloseable {

  /// Where devices connect.
  Address tcp();

  /// Where groups are made.
  Address http();

  /// Nanoseconds of processor time that its processes have used so far; 0 if that isn't known.
  long cpuNanos();

  /// Bytes of memory that its processes hold; 0 if that isn't known.
  long residentBytes();

  /// What reports call it.
  String name();

  /// Leaves it alone, or ends it if this program has started it.
  @Override
  void close();
}
