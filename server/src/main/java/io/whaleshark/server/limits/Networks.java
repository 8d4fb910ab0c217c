package io.whaleshark.server.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// Tells who shares the limits of an address. Stateless.
final class Networks {

  /// What one host of the Internet gets at least: 64 bits of its addresses are its own to choose
  /// (RFC 6177).
  private static final int OWN_BYTES = 8;

  private Networks() {}

  /// The address as limits know it: of version 6, its network of 64 bits; of what is no address of
  /// the Internet, the loopback.
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
