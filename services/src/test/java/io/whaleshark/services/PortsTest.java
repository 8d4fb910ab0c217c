package io.whaleshark.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/// Goal: a port that was chosen is still free when a server comes to listen on it. Method: sockets
/// that take some ports of a row.
class PortsTest {

  private static final int LOWEST_OF_OUTGOING_CONNECTIONS = 32_768;

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  @Test
  void noPortIsGivenTwiceInARowNorToAnOutgoingConnection() {
    int first = Ports.free();
    int row = Ports.firstOf(5);
    int last = Ports.free();
    assertThat(row).isNotIn(first, first - 1, first - 2, first - 3, first - 4);
    assertThat(last).isNotEqualTo(first).isNotIn(row, row + 1, row + 2, row + 3, row + 4);
    assertThat(row + 4).isLessThan(LOWEST_OF_OUTGOING_CONNECTIONS);
  }

  @Test
  void aTakenPortIsRefusedAndPassedOver() throws IOException {
    try (ServerSocket taken = listen(Ports.free() + 1)) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> Ports.require("Redis", port))
          .isInstanceOf(ServiceException.class)
          .hasMessage("Redis: port %d is taken (expected: a free one)", port);
      assertThat(Ports.firstOf(3)).isNotIn(port, port - 1, port - 2);
    }
  }
}
