package io.whaleshark.server.limits;

import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;

/// Limits the number of open connections of a port. Each address other than the loopback may use
/// only a share of them, so that nobody takes them all. Thread-safe.
public final class OpenConnections {

  /// One address may use at most a sixteenth of all connections.
  private static final int SHARES = 16;

  private final int atMost;
  private final int perAddress;

  /// The address of each open connection; a closed channel no longer knows its address. Guarded by
  /// this.
  private final Map<Object, InetAddress> open = new HashMap<>();

  private final Map<InetAddress, Integer> counts = new HashMap<>(); // guarded by this

  /// @param atMost the maximum number of open connections, at least 1
  public OpenConnections(int atMost) {
    this.atMost = atMost;
    this.perAddress = Math.max(1, atMost / SHARES);
  }

  /// Counts an opened connection, whether or not it may stay.
  ///
  /// @param connection identified by its `equals`
  /// @return whether it may stay
  public synchronized boolean add(Object connection, SocketAddress from) {
    InetAddress network = Networks.of(from);
    open.put(connection, network);
    int here = counts.merge(network, 1, Integer::sum);
    return open.size() <= atMost && (network.isLoopbackAddress() || here <= perAddress);
  }

  /// Removes a closed connection, if it was counted.
  public synchronized void remove(Object connection) {
    InetAddress network = open.remove(connection);
    if (network != null) {
      counts.computeIfPresent(network, (_, here) -> here == 1 ? null : here - 1);
    }
  }
}
