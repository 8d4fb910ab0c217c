package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.client.sdk.Client;
import io.whaleshark.client.sdk.ClientConfig;
import io.whaleshark.client.sdk.DisconnectedException;
import io.whaleshark.server.SilentListener;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: who takes another port of the server for its TCP port is told what that port speaks, and
/// which one is meant. Method: the SDK at each of these ports of a real server.
class WrongPortTest {

  @TempDir static Path folder;
  private static TourServer server;

  @BeforeAll
  static void start() {
    server = new TourServer(folder, Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void assertSaysWhichPortIsMeant(int port) {
    ClientConfig config = ClientConfig.local("alice").at("127.0.0.1", port);
    assertThatThrownBy(() -> Client.connect(config, new SilentListener()))
        .isInstanceOf(DisconnectedException.class)
        .hasMessage(
            "127.0.0.1:"
                + port
                + " speaks HTTP (expected: the TCP port of a Whale Shark server, 19001 unless its"
                + " tcp-port says otherwise)");
  }

  @Test
  void theHttpPortIsNotTheTcpPort() {
    assertSaysWhichPortIsMeant(server.httpPort());
  }

  @Test
  void theWebSocketPortIsNotTheTcpPort() {
    assertSaysWhichPortIsMeant(server.webSocketPort());
  }
}
