package io.whaleshark.server.limits;

import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;

/// Bounds how many connections of a port are open. An address that is not the loopback has a share
/// of them, so that nobody takes them all. Thread-safe.
public final class OpenConnections {

  /// A sixteenth of all may come from one address.
  private static final int SHARES = 16;

  private final int atMost;
  private final int perAddress;

  /// Where each comes from: one that is closed does not know it any more. Guarded by this.
  private final Map<Object, InetAddress> open = new HashMap<>();

  private final Map<InetAddress, Integer> counts = new HashMap<>(); // guarded by this

  /// @param atMost how many may be open, at least 1
  public OpenConnections(int atMost) {
    this.atMost = atMost;
    this.perAddress = Math.max(1, atMost / SHARES);
  }

  /// Counts one that was opened, whether it may stay or not.
  ///
  /// @param connection told apart by its `equals`
  /// @return whether it may stay
  public synchronized boolean add(Object connection, SocketAddress from) {
    InetAddress network = Networks.of(from);
    open.put(connection, network);
    int here = counts.merge(network, 1, Integer::sum);
    return open.size() <= atMost && (network.isLoopbackAddress() || here <= perAddress);
  }

  /// Forgets one that was closed, if it was counted.
  public synchronized void remove(Object connection) {
    InetAddress network = open.remove(connection);
    if (network != null) {
      counts.computeIfPresent(network, (_, here) -> here == 1 ? null : here - 1);
    }
  }
}
