package io.whaleshark.server.http;

import io.whaleshark.server.limits.Rates;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.SocketChannelEndPoint;

/// Bounds the connections of the HTTP port, and how often an address may connect: one too many is
/// closed as soon as it is open. An address that is not the loopback has a share of them, so that
/// nobody takes them all with requests that never end. Thread-safe.
final class HttpConnections implements Connection.Listener {

  /// A sixteenth of all may come from one address.
  private static final int SHARES = 16;

  private final Rates rates;
  private final int atMost;
  private final int perAddress;

  /// Where each comes from: one that is closed does not know it any more. Guarded by this.
  private final Map<Object, InetAddress> open = new HashMap<>();

  private final Map<InetAddress, Integer> counts = new HashMap<>(); // guarded by this

  /// @param atMost how many may be open, at least 1
  HttpConnections(int atMost, Rates rates) {
    this.rates = rates;
    this.atMost = atMost;
    this.perAddress = Math.max(1, atMost / SHARES);
  }

  @Override
  public void onOpened(Connection connection) {
    if (isOnSocket(connection)) {
      boolean hasRoom = add(connection, addressOf(connection));
      long wait = rates.takeConnection(connection.getEndPoint().getRemoteSocketAddress());
      if (!hasRoom || wait > 0) {
        connection.getEndPoint().close();
      }
    }
  }

  @Override
  public void onClosed(Connection connection) {
    remove(connection);
  }

  /// With TLS there is a second connection within the first, which is not counted.
  private static boolean isOnSocket(Connection connection) {
    return connection.getEndPoint() instanceof SocketChannelEndPoint;
  }

  private static InetAddress addressOf(Connection connection) {
    return connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress socket
        ? socket.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  /// Counts one that was opened, whether it may stay or not.
  ///
  /// @return whether it may stay
  synchronized boolean add(Object connection, InetAddress from) {
    open.put(connection, from);
    int here = counts.merge(from, 1, Integer::sum);
    return open.size() <= atMost && (from.isLoopbackAddress() || here <= perAddress);
  }

  /// Forgets one that was closed, if it was counted.
  synchronized void remove(Object connection) {
    InetAddress from = open.remove(connection);
    if (from != null) {
      counts.computeIfPresent(from, (_, here) -> here == 1 ? null : here - 1);
    }
  }
}
