package io.whaleshark.services;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Ports of the loopback for servers that are started, and perhaps started again, on the same one.
///
/// They lie below those that Linux (32768), macOS and Windows (49152) give to outgoing connections:
/// a port from there may be taken by any connection between its choice and its use.
public final class Ports {

  private static final int LOWEST = 21_000;
  private static final int COUNT = 11_000;
  private static final AtomicInteger NEXT =
      new AtomicInteger(RandomGenerator.getDefault().nextInt(COUNT));

  private Ports() {}

  /// A free port, which this process has not been given lately.
  ///
  /// @throws ServiceException if all are taken
  public static int free() {
    return firstOf(1);
  }

  /// The first of several free ports in a row.
  ///
  /// @param count at least 1
  /// @throws ServiceException if there are none
  public static int firstOf(int count) {
    for (int tried = 0; tried + count <= COUNT; tried += count) {
      int first = LOWEST + NEXT.getAndUpdate(next -> (next + count) % (COUNT - count));
      if (IntStream.range(first, first + count).allMatch(Ports::isFree)) {
        return first;
      }
    }
    throw new ServiceException("all ports are taken (expected: " + count + " free in a row)");
  }

  /// The port itself, or a free one for 0.
  ///
  /// @param what whose port it is to be
  /// @throws ServiceException if it is taken
  static int require(String what, int port) {
    if (port == 0) {
      return free();
    }
    if (!isFree(port)) {
      throw new ServiceException(what + ": port " + port + " is taken (expected: a free one)");
    }
    return port;
  }

  /// Whether nobody listens on a port.
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException _) {
      return false;
    }
  }
}
