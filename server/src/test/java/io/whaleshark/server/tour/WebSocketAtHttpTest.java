package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.tour.WireClient.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Goal: the WebSocket at the HTTP port is the one of the WebSocket port: the same protocol, the
/// same bounds. Method: a real server, and clients that know the HTTP port alone.
class WebSocketAtHttpTest {

  private static final int WAIT_MILLIS = 60_000;

  @TempDir Path folder;

  private static WireClient client(TourServer server, Transport transport, String imei) {
    return new WireClient(transport, server.httpPort(), 1, imei);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET_BINARY", "WEBSOCKET_TEXT"})
  void clientsLogInAndTalk(Transport transport) {
    try (TourServer server = new TourServer(folder, Map.of());
        WireClient alice = client(server, transport, "alice");
        WireClient bob = server.phone("bob")) {
      alice.logIn("alice");
      bob.logIn("bob");
      bob.send(1103, "{'messageId':'m','fromId':'bob','toId':'alice','messageBody':'hi'}");
      bob.success(1046);
      assertThat(alice.expect(1103).get("messageBody").stringValue()).isEqualTo("hi");
      alice.send(1200, "{'lastSequence':0}");
      assertThat(alice.expect(1201).get("dataList").size()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("P10 a WebSocket counts among the WebSockets, and no longer among the requests")
  void connectionsAreCountedWhereTheyBelong() {
    var settings =
        Map.of("WHALESHARK_CONNECTIONS_AT_MOST", "1", "WHALESHARK_HTTP_CONNECTIONS_AT_MOST", "1");
    try (TourServer server = new TourServer(folder, settings);
        WireClient alice = client(server, Transport.WEBSOCKET_TEXT, "alice")) {
      alice.logIn("alice");
      assertThat(answer(server, "")).as("no room for a second").isEmpty();
      alice.send(5100, "{'lastSequence':0}").expect(5101);
      assertThat(server.http("GET", "/metrics", "").body())
          .contains("\nwhaleshark_connections{transport=\"websocket\"} 1.0\n");
    }
  }

  @Test
  @DisplayName("P10 who does not wait for the answer to the handshake is hung up on")
  void framesBeforeTheAnswer() {
    try (TourServer server = new TourServer(folder, Map.of())) {
      assertThat(answer(server, "\r\n\u0081\u0080")).isEmpty();
    }
  }

  private static String handshake(String more) {
    return "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + more
        + "\r\n";
  }

  /// What is answered to a handshake with more headers, until the server hangs up; empty if it is
  /// not answered.
  private static String answer(TourServer server, String more) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.httpPort())) {
      socket.setSoTimeout(WAIT_MILLIS);
      socket.getOutputStream().write(handshake(more).getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // reset
    }
  }
}
