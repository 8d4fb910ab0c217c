package io.whaleshark.services;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Ports of the loopback.
final class Ports {

  private Ports() {}

  /// The port itself, or a free one for 0.
  ///
  /// @param what whose port it is to be
  /// @throws ServiceException if it is taken
  static int free(String what, int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new ServiceException(what + ": port " + port + " is taken (expected: a free one)", e);
    }
  }
}
