package io.whaleshark.server.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// Maps an address to the network that shares its limits. Stateless.
final class Networks {

  /// Bytes of an IPv6 prefix: one host gets at least a /64, whose lower 64 bits it can choose
  /// itself (RFC 6177).
  private static final int OWN_BYTES = 8;

  private Networks() {}

  /// Returns the address that limits apply to: the /64 network of an IPv6 address; the loopback if
  /// it is not an Internet address.
  static InetAddress of(SocketAddress from) {
    if (!(from instanceof InetSocketAddress socket) || socket.getAddress() == null) {
      return InetAddress.getLoopbackAddress();
    }
    InetAddress address = socket.getAddress();
    if (!(address instanceof Inet6Address) || address.isLoopbackAddress()) {
      return address;
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, OWN_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("sixteen bytes are an address", e);
    }
  }
}
