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

  /// Its processes; none if they aren't known, and then nothing is known of their cost.
  Processes processes();

  /// Nanoseconds of processor time that its processes have used so far.
  default long cpuNanos() {
    return processes().cpuNanos();
  }

  /// Bytes of memory that its processes hold.
  default long residentBytes() {
    return processes().residentBytes();
  }

  /// What reports call it.
  String name();

  /// Leaves it alone, or ends it if this program has started it.
  @Override
  void close();
}
