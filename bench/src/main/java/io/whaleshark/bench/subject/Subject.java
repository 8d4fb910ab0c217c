package io.whaleshark.bench.subject;

import io.whaleshark.bench.load.Address;
import io.whaleshark.bench.load.BenchException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The measured server, or the nodes of one cluster. Thread-safe.
public interface Subject extends AutoCloseable {

  /// The address of the server; of several nodes, that of the first one.
  Address tcp();

  /// The addresses that devices connect to, in turn.
  default List<Address> nodes() {
    return List.of(tcp());
  }

  /// The address that devices connect to by WebSocket.
  ///
  /// @throws BenchException if it isn't known
  default Address webSocket() {
    throw new BenchException("the WebSocket port of " + name() + " is not known", null);
  }

  /// The address of the HTTP API, which creates groups.
  Address http();

  /// The server's processes; empty if they aren't known, and then their cost is unknown.
  Processes processes();

  /// The CPU time of its processes so far, by what they are called.
  default Map<String, Duration> cpu() {
    return processes().cpu();
  }

  /// The resident memory of its processes, in bytes.
  default long residentBytes() {
    return processes().residentBytes();
  }

  /// Its name in reports.
  String name();

  /// Leaves a running server alone, or stops one that this program has started.
  @Override
  void close();
}
