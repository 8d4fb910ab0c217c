package io.whaleshark.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// A port for a program that has to be told one.
public final class FreePort {

  private FreePort() {}

  /// A port of the loopback at which nobody listens now.
  public static int any() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
