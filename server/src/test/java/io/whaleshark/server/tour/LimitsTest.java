package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whaleshark.server.auth.Origins;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// P9 and P10: who may connect from where, and how often one may ask. Method: a real server with
/// small limits, and the headers that browsers send.
class LimitsTest {

  /// For what a server does at once, on a machine that is slow.
  private static final Duration SOON = Duration.ofSeconds(30);

  /// How slow the machine is decides nothing then.
  private static final Clock STILL =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;

  @Test
  @DisplayName("P10 who asks too often is told when to ask again, in the order of the answers")
  void requestsAreLimitedPerUser() {
    var settings = Map.of("WHALESHARK_REQUESTS_PER_USER", "5");
    try (TourServer server = new TourServer(folder, settings, STILL);
        WireClient alice = server.phone("phone");
        WireClient bob = server.phone("phone")) {
      alice.logIn("alice");
      bob.logIn("bob");
      for (int i = 1; i <= 11; i++) {
        alice.send(
            1103, "{'messageId':'m" + i + "','fromId':'alice','toId':'carol','messageBody':1}");
      }
      for (int i = 1; i <= 10; i++) {
        JsonNode ack = alice.success(1046);
        assertThat(ack.get("messageSequence").intValue()).isEqualTo(i);
        alice.expect(1107);
      }
      JsonNode refused = alice.expect(1046);
      assertThat(refused.get("code").intValue()).isEqualTo(42900);
      assertThat(refused.get("data").get("messageId").stringValue()).isEqualTo("m11");
      assertThat(refused.get("data").get("retryAfterMillis").intValue()).isEqualTo(200);
      bob.send(5100, "{'lastSequence':0}").expect(5101);
    }
  }

  @Test
  @DisplayName("P10 whatever is asked counts, also before the login and what cannot be read")
  void everythingThatIsAskedCounts() {
    var settings = Map.of("WHALESHARK_REQUESTS_PER_USER", "1");
    try (TourServer server = new TourServer(folder, settings, STILL);
        WireClient stranger = server.phone("phone")) {
      byte[] ping = stranger.frame(9999, "{'reply':true}");
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(ping);
      all.writeBytes(stranger.frame(1200, "{"));
      all.writeBytes(ping);
      stranger.sendRaw(all.toByteArray());
      stranger.expect(9999);
      assertThat(stranger.refusal(9010)).isEqualTo(40000);
      JsonNode refused = stranger.expect(9010);
      assertThat(refused.get("code").intValue()).isEqualTo(42900);
      assertThat(refused.get("command").intValue()).isEqualTo(9999);
      assertThat(refused.get("retryAfterMillis").intValue()).isBetween(1, 1_000);
    }
  }

  @Test
  @DisplayName(
      "P10 who shows without end that they write is told to stop, as whoever asks too often")
  void typingCounts() {
    var settings = Map.of("WHALESHARK_REQUESTS_PER_USER", "5");
    try (TourServer server = new TourServer(folder, settings, STILL);
        WireClient alice = server.phone("phone")) {
      alice.logIn("alice");
      for (int i = 0; i < 11; i++) {
        alice.send(5500, "{'toId':'bob','isTyping':true}");
      }
      JsonNode refused = alice.expect(9010);
      assertThat(refused.get("code").intValue()).isEqualTo(42900);
      assertThat(refused.get("command").intValue()).isEqualTo(5500);
      alice.expectNothing();
    }
  }

  @Test
  @DisplayName("P10 who is refused without end gets an answer each time, at a bounded pace")
  void refusalsHaveAPace() {
    try (TourServer server = new TourServer(folder, Map.of(), STILL);
        WireClient hostile = server.phone("phone")) {
      hostile.logIn("alice");
      int refusals = 2_100; // of which 2,000 may come at once
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int i = 0; i < refusals; i++) {
        all.writeBytes(hostile.frame(1200, "{"));
      }
      hostile.sendRaw(all.toByteArray());
      for (int i = 0; i < refusals; i++) {
        assertThat(hostile.refusal(9010)).isEqualTo(40000);
      }
      hostile.send(1200, "{'lastSequence':0}").expect(1201);
      assertThat(server.http("GET", "/metrics", "").body()).contains("reason=\"REFUSED\"");
    }
  }

  @Test
  @DisplayName("P10 beyond the most connections the next one is told and closed")
  void connectionsAreLimited() {
    var settings = Map.of("WHALESHARK_CONNECTIONS_AT_MOST", "1");
    try (TourServer server = new TourServer(folder, settings);
        WireClient first = server.phone("first")) {
      first.logIn("alice");
      try (WireClient second = server.phone("second")) {
        JsonNode refused = second.expect(9010);
        assertThat(refused.get("code").intValue()).isEqualTo(50300);
        assertThat(refused.get("retryAfterMillis").intValue()).isPositive();
        second.expectClosed();
      }
      first.send(5100, "{'lastSequence':0}").expect(5101);
    }
  }

  @Test
  @DisplayName("P10 one HTTP connection too many is closed, and there is room when one ends")
  void httpConnectionsAreLimited() throws IOException {
    var settings = Map.of("WHALESHARK_HTTP_CONNECTIONS_AT_MOST", "2");
    try (TourServer server = new TourServer(folder, settings);
        Socket first = answered(server.httpPort())) {
      try (Socket second = answered(server.httpPort());
          Socket third = connected(server.httpPort())) {
        assertThat(isClosedByServer(third)).isTrue();
        ask(first);
        ask(second);
      }
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .untilAsserted(
              () -> assertThat(server.http("GET", "/health", "").statusCode()).isEqualTo(200));
    }
  }

  /// A connection on which nobody waits for ever.
  private static Socket connected(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) SOON.toMillis());
    return socket;
  }

  /// A connection that the server has taken: it answers.
  private static Socket answered(int port) throws IOException {
    Socket socket = connected(port);
    ask(socket);
    return socket;
  }

  private static void ask(Socket socket) throws IOException {
    String head = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    StringBuilder answer = new StringBuilder();
    int octet = 0;
    while (octet >= 0 && octet != '}') {
      octet = socket.getInputStream().read();
      answer.append(octet < 0 ? "(the end)" : (char) octet);
    }
    assertThat(answer.toString()).startsWith("HTTP/1.1 200").endsWith("{\"status\":\"up\"}");
  }

  @Test
  @DisplayName("P10 a body that comes a byte at a time is given up")
  void slowBodiesAreGivenUp() throws IOException {
    try (TourServer server = new TourServer(folder, Map.of("WHALESHARK_LOGIN_TIMEOUT", "500ms"));
        Socket slow = connected(server.httpPort())) {
      String head =
          "POST /v1/message/syncOfflineMessageList HTTP/1.1\r\nHost: localhost\r\n"
              + "Content-Length: 1000\r\n\r\n{";
      slow.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(100))
          .untilAsserted(() -> {
            boolean isAnswered = slow.getInputStream().available() > 0;
            if (!isAnswered) {
              slow.getOutputStream().write(' ');
            }
            assertThat(isAnswered).isTrue();
          });
      String status = new String(slow.getInputStream().readNBytes(13), StandardCharsets.US_ASCII);
      assertThat(status).isEqualTo("HTTP/1.1 408 ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /v1/message/syncOfflineMessageList", // more than anybody may send
        "PUT /v1/apps/x/groups/g", // no app
        "POST /nowhere"
      })
  @DisplayName("P10 who is refused while it still sends its body gets the answer")
  void theAnswerIsNotLostToABody(String request) throws IOException {
    byte[] part = new byte[8 << 10];
    int parts = 20;
    try (TourServer server = new TourServer(folder, Map.of());
        Socket socket = connected(server.httpPort())) {
      String head =
          request + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + parts * part.length;
      socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      AtomicInteger left = new AtomicInteger(parts);
      await() // as over a slow line: most comes after the refusal
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> {
            socket.getOutputStream().write(part);
            return left.decrementAndGet() == 0;
          });
      String status = new String(socket.getInputStream().readNBytes(10), StandardCharsets.US_ASCII);
      assertThat(status).isEqualTo("HTTP/1.1 4");
    }
  }

  private static boolean isClosedByServer(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() == -1;
    } catch (SocketException _) {
      return true; // reset
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "true, -, 127.0.0.1:1, true",
        "true, -, -, true",
        "true, http://127.0.0.1:18000, 127.0.0.1:19002, true",
        "true, http://localhost:18000, 127.0.0.1:19002, true",
        "true, http://localhost:18000, [::1]:19002, true",
        "true, https://evil.example, 127.0.0.1:1, false",
        "true, http://evil.example, evil.example, false",
        "true, -, evil.example, false",
        "true, null, 127.0.0.1:1, false",
        "true, https://chat.example, 127.0.0.1:1, true",
        "true, https://chat.example, chat.example, true",
        "false, https://chat.example, any.example, true",
        "false, https://any.example, any.example:18000, true",
        "false, https://evil.example, any.example, false",
        "false, -, any.example, true",
        "false, file://, any.example, false"
      })
  @DisplayName("P9 a web page may use the server that it came from, or that lists it")
  void originsAreChecked(boolean openLogin, String origin, String host, boolean allowed) {
    Origins origins = new Origins(Set.of("https://chat.example"), openLogin);
    assertThat(origins.allow(origin, host)).isEqualTo(allowed);
  }

  @Test
  @DisplayName("P9 pages from elsewhere reach neither the WebSocket nor HTTP")
  void foreignPagesAreRefused() throws IOException {
    try (TourServer server = new TourServer(folder, Map.of())) {
      String handshake =
          """
          GET /ws HTTP/1.1
          Host: 127.0.0.1
          Upgrade: websocket
          Connection: Upgrade
          Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
          Sec-WebSocket-Version: 13
          """;
      assertThat(statusLine(server.webSocketPort(), handshake)).contains(" 101 ");
      assertThat(statusLine(server.webSocketPort(), handshake + "Origin: https://evil.example\n"))
          .contains(" 403 ");
      String get = "GET /health HTTP/1.1\nConnection: close\n";
      assertThat(statusLine(server.httpPort(), get + "Host: localhost\n")).contains(" 200 ");
      assertThat(statusLine(server.httpPort(), get + "Host: evil.example\n")).contains(" 403 ");
    }
  }

  private static String statusLine(int port, String head) throws IOException {
    try (Socket socket = connected(port)) {
      socket
          .getOutputStream()
          .write((head + "\n").replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] line = socket.getInputStream().readNBytes(15);
      return new String(line, StandardCharsets.US_ASCII);
    }
  }
}
