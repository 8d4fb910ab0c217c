package io.whaleshark.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.Channel;
import io.whaleshark.protocol.Bytes;
import io.whaleshark.server.limits.RateLimits;
import io.whaleshark.server.limits.Rates;
import io.whaleshark.server.sockets.NamedHost;
import io.whaleshark.server.sockets.Sockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P10. Goal: an answer gives back what it holds, also when nobody reads it any more. Method:
/// clients that go away while they are written to, and one that stays and does not read.
class GoneClientTest {

  private static final int LARGE_BYTES = 32 << 20; // more than the sockets of both sides take
  private static final Duration SOON = Duration.ofSeconds(60);

  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();

  private HttpPort port(Sockets sockets, Duration patience) throws IOException {
    Bytes large = Bytes.of(new byte[LARGE_BYTES]);
    return HttpPort.open(
        sockets,
        _ -> Response.of(200, "text/plain", new Response.Whole(large, sent::incrementAndGet)),
        new HttpPort.Settings("http-port", 0, 100, patience),
        new HttpPort.Surroundings(
            new Rates(RateLimits.NONE, Clock.systemUTC()),
            Channel::close,
            _ -> failures.incrementAndGet(),
            Clock.systemUTC()));
  }

  /// A connection that has asked, and got the first byte of its answer.
  private static Socket asking(HttpPort port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.port());
    socket.setSoTimeout((int) SOON.toMillis());
    String get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(get.getBytes(StandardCharsets.US_ASCII));
    assertThat(socket.getInputStream().read()).isEqualTo('H');
    return socket;
  }

  @Test
  @DisplayName("P10 a client that goes away while it is written to leaves its place")
  void whoGoesAwayLeavesItsPlace() throws IOException {
    try (Sockets sockets = new Sockets(new NamedHost("host", "127.0.0.1"), 1, null);
        HttpPort port = port(sockets, Duration.ofMinutes(10))) {
      for (int i = 0; i < 10; i++) {
        asking(port).close();
      }
      await().atMost(SOON).untilAsserted(() -> assertThat(sent).hasValue(10));
      assertThat(failures).hasValue(0);
    }
  }

  @Test
  @DisplayName("P10 a client that does not read is hung up on, and leaves its place")
  void whoDoesNotReadIsCut() throws IOException {
    try (Sockets sockets = new Sockets(new NamedHost("host", "127.0.0.1"), 1, null);
        HttpPort port = port(sockets, Duration.ofMillis(200));
        Socket _ = asking(port)) {
      await().atMost(SOON).untilAsserted(() -> assertThat(sent).hasValue(1));
    }
  }
}
