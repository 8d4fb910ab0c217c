package io.whaleshark.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Goal: no address takes all connections of the HTTP port, and all together take no more than
/// there are.
class HttpConnectionsTest {

  private static final int AT_MOST = 32;
  private static final int PER_ADDRESS = 2;

  private final HttpConnections connections = new HttpConnections(AT_MOST);

  private static Optional<InetAddress> address(int last) {
    try {
      return Optional.of(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last}));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  @Test
  void anAddressHasItsShare() {
    for (int i = 0; i < PER_ADDRESS; i++) {
      assertThat(connections.add(address(1))).isTrue();
    }
    assertThat(connections.add(address(1))).isFalse();
    assertThat(connections.add(address(2))).isTrue();
    connections.remove(address(1));
    assertThat(connections.add(address(1))).as("one refused is still open").isFalse();
    connections.remove(address(1));
    connections.remove(address(1));
    assertThat(connections.add(address(1))).isTrue();
  }

  @Test
  void allTogetherHaveNoMoreThanThereAre() {
    for (int i = 0; i < AT_MOST; i++) {
      assertThat(connections.add(address(i))).isTrue();
    }
    assertThat(connections.add(address(AT_MOST))).isFalse();
    connections.remove(address(AT_MOST));
    connections.remove(address(0));
    assertThat(connections.add(address(AT_MOST))).isTrue();
  }

  @Test
  void theLoopbackMayHaveAll() {
    Optional<InetAddress> loopback = Optional.of(InetAddress.getLoopbackAddress());
    for (int i = 0; i < AT_MOST; i++) {
      assertThat(connections.add(loopback)).isTrue();
    }
    assertThat(connections.add(loopback)).isFalse();
  }
}
