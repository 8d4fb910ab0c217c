package io.whaleshark.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.limits.RateLimits;
import io.whaleshark.server.limits.Rates;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/// Goal: no address takes all connections of the HTTP port, and all together take no more than
/// there are. Method: connections are told apart by anything, here by a name.
class HttpConnectionsTest {

  private static final int AT_MOST = 32;

  private final HttpConnections connections =
      new HttpConnections(AT_MOST, new Rates(RateLimits.NONE, Clock.systemUTC()));

  private static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
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
  void theLoopbackMayHaveAll() {
    for (int i = 0; i < AT_MOST; i++) {
      assertThat(connections.add("c" + i, InetAddress.getLoopbackAddress())).isTrue();
    }
    assertThat(connections.add("late", InetAddress.getLoopbackAddress())).isFalse();
  }
}
