package io.whaleshark.bench.subject;

import io.whaleshark.bench.load.Address;
import io.whaleshark.bench.load.BenchException;

/// The server that is measured. Thread-safe.
public interface Subject extends AutoCloseable {

  /// Where devices connect.
  Address tcp();

  /// Where devices connect by WebSocket.
  ///
  /// @throws BenchException if that isn't known
  default Address webSocket() {
    throw new BenchException("the WebSocket port of " + name() + " is not known", null);
  }

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
