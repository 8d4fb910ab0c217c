package io.whaleshark.server.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.SocketChannelEndPoint;

/// Bounds the connections of the HTTP port: one too many is closed as soon as it is open. An
/// address that is not the loopback has a share of them, so that nobody takes them all with
/// requests that never end. Thread-safe.
final class HttpConnections implements Connection.Listener {

  /// A sixteenth of all may come from one address.
  private static final int SHARES = 16;

  private final int atMost;
  private final int perAddress;
  private final Map<InetAddress, Integer> addresses = new HashMap<>(); // guarded by this
  private int open; // guarded by this

  /// @param atMost how many may be open, at least 1
  HttpConnections(int atMost) {
    this.atMost = atMost;
    this.perAddress = Math.max(1, atMost / SHARES);
  }

  @Override
  public void onOpened(Connection connection) {
    if (isOnSocket(connection) && !add(addressOf(connection))) {
      connection.getEndPoint().close();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    if (isOnSocket(connection)) {
      remove(addressOf(connection));
    }
  }

  /// With TLS there is a second connection within the first, of which nobody needs to know.
  private static boolean isOnSocket(Connection connection) {
    return connection.getEndPoint() instanceof SocketChannelEndPoint;
  }

  /// Counts one that was opened, whether it may stay or not.
  ///
  /// @return whether it may stay
  synchronized boolean add(Optional<InetAddress> from) {
    int here = from.map(address -> addresses.merge(address, 1, Integer::sum)).orElse(0);
    boolean isExempt = from.filter(address -> !address.isLoopbackAddress()).isEmpty();
    return ++open <= atMost && (isExempt || here <= perAddress);
  }

  /// One that was counted is closed.
  synchronized void remove(Optional<InetAddress> from) {
    open--;
    from.ifPresent(
        address -> addresses.computeIfPresent(address, (_, here) -> here == 1 ? null : here - 1));
  }

  private static Optional<InetAddress> addressOf(Connection connection) {
    return connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress socket
        ? Optional.ofNullable(socket.getAddress())
        : Optional.empty();
  }
}
