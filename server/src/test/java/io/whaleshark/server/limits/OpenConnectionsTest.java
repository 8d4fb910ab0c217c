package io.whaleshark.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

/// Goal: no address takes all connections of a port, and all together take no more than there are.
/// Method: connections are told apart by anything, here by a name.
class OpenConnectionsTest {

  private static final int AT_MOST = 32;

  private static final SocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  private final OpenConnections connections = new OpenConnections(AT_MOST);

  private static SocketAddress address(int last) {
    return new InetSocketAddress("10.0.0." + last, 1);
  }

  @Test
  void anAddressHasItsShare() {
    assertThat(connections.add("a", address(1))).isTrue();
    assertThat(connections.add("b", address(1))).isTrue();
    assertThat(connections.add("c", address(1))).isFalse();
    assertThat(connections.add("d", address(2))).isTrue();
    connections.remove("a");
    assertThat(connections.add("e", address(1))).as("c is still open").isFalse();
    connections.remove("c");
    connections.remove("e");
    assertThat(connections.add("f", address(1))).isTrue();
  }

  @Test
  void allTogetherHaveNoMoreThanThereAre() {
    for (int i = 0; i < AT_MOST; i++) {
      assertThat(connections.add("c" + i, address(i))).isTrue();
    }
    assertThat(connections.add("late", address(AT_MOST))).isFalse();
    connections.remove("late");
    connections.remove("never seen");
    assertThat(connections.add("later", address(AT_MOST))).isFalse();
    connections.remove("later");
    connections.remove("c0");
    assertThat(connections.add("latest", address(AT_MOST))).isTrue();
  }

  @Test
  void anAddressOfVersion6SharesWithItsNetwork() {
    assertThat(connections.add("a", new InetSocketAddress("2001:db8:0:1::1", 1))).isTrue();
    assertThat(connections.add("b", new InetSocketAddress("2001:db8:0:1::2", 1))).isTrue();
    assertThat(connections.add("c", new InetSocketAddress("2001:db8:0:1:ffff::3", 1))).isFalse();
    assertThat(connections.add("d", new InetSocketAddress("2001:db8:0:2::1", 1))).isTrue();
  }

  @Test
  void theLoopbackMayHaveAll() {
    for (int i = 0; i < AT_MOST; i++) {
      assertThat(connections.add("c" + i, LOOPBACK)).isTrue();
    }
    assertThat(connections.add("late", LOOPBACK)).isFalse();
  }
}
