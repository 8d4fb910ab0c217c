package io.whaleshark.server.http;

import io.whaleshark.server.limits.OpenConnections;
import io.whaleshark.server.limits.Rates;
import java.net.SocketAddress;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.SocketChannelEndPoint;

/// Bounds the connections of the HTTP port, and how often an address may connect: one too many is
/// closed as soon as it is open. Thread-safe.
final class HttpConnections implements Connection.Listener {

  private final OpenConnections open;
  private final Rates rates;

  /// @param atMost how many may be open, at least 1
  HttpConnections(int atMost, Rates rates) {
    this.open = new OpenConnections(atMost);
    this.rates = rates;
  }

  @Override
  public void onOpened(Connection connection) {
    if (isOnSocket(connection)) {
      SocketAddress from = connection.getEndPoint().getRemoteSocketAddress();
      boolean hasRoom = open.add(connection, from);
      long wait = rates.takeConnection(from);
      if (!hasRoom || wait > 0) {
        connection.getEndPoint().close();
      }
    }
  }

  @Override
  public void onClosed(Connection connection) {
    open.remove(connection);
  }

  /// With TLS there is a second connection within the first, which is not counted.
  private static boolean isOnSocket(Connection connection) {
    return connection.getEndPoint() instanceof SocketChannelEndPoint;
  }
}
