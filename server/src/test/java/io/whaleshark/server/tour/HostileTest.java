package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whaleshark.server.tour.WireClient.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// P10 against clients that mean harm. Goal: whoever is slow, silent, half gone or broken is let go
/// in time, and nobody else notices. Method: bytes by hand on real sockets, and where a time-out is
/// tried a server on which that one alone is short: another would let go whom it waits for first,
/// and those who only look on where the machine is slow.
class HostileTest {

  private static final Duration LOGIN_TIMEOUT = Duration.ofMillis(1_200);
  private static final Duration IDLE_TIMEOUT = Duration.ofMillis(900);

  /// Longer than a slow machine takes for anything, and shorter than any time-out that is not
  /// tried.
  private static final Duration SOON = Duration.ofSeconds(60);

  private static final int ATTEMPTS = 10;
  private static final int PACE_MILLIS = 100;
  private static final int SLOW_CONNECTIONS = 50;
  private static final String HANDSHAKE =
      """
      GET /ws HTTP/1.1\r
      Host: 127.0.0.1\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      Sec-WebSocket-Version: 13\r
      \r
      """;

  @TempDir Path folder;
  private TourServer server;

  /// A server that waits longer than any test.
  @BeforeEach
  void start() {
    serve(Map.of());
  }

  private void serve(Map<String, String> impatience) {
    Map<String, String> settings = new HashMap<>();
    settings.put("WHALESHARK_LOGIN_TIMEOUT", "10m");
    settings.put("WHALESHARK_IDLE_TIMEOUT", "10m");
    settings.putAll(impatience);
    server = new TourServer(folder, settings);
  }

  /// Serves anew, with one time-out that is short.
  private void waitNoLonger(String setting, Duration than) {
    server.close();
    serve(Map.of(setting, than.toMillis() + "ms"));
  }

  /// Whatever came, it was no bug of the server.
  @AfterEach
  void stop() {
    try {
      assertThat(metrics()).contains("\nwhaleshark_bugs_total 0.0\n");
    } finally {
      server.close();
    }
  }

  private String metrics() {
    return server.http("GET", "/metrics", "").body();
  }

  private Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PACE_MILLIS);
    return socket;
  }

  private Socket webSocket() throws IOException {
    Socket socket = connect(server.webSocketPort());
    socket.setSoTimeout((int) SOON.toMillis());
    socket.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    int octet = 0;
    while (octet >= 0 && head.indexOf("\r\n\r\n") < 0) {
      octet = socket.getInputStream().read();
      head.append(octet < 0 ? "(the end)" : (char) octet);
    }
    assertThat(head.toString()).startsWith("HTTP/1.1 101").endsWith("\r\n\r\n");
    return socket;
  }

  /// What somebody does who has to be quick about it. Where the machine was slower than the server
  /// waits, it is tried again; the last failure is one.
  private static <T> T inTime(Callable<T> attempt) throws Exception {
    for (int i = 1; i < ATTEMPTS; i++) {
      try {
        return attempt.call();
      } catch (IOException | RuntimeException | AssertionError e) {
        // the server has hung up
      }
    }
    return attempt.call();
  }

  private WireClient loggedIn(Transport transport, String user) {
    WireClient client = server.client(transport, 1, user);
    try {
      client.logIn(user);
      return client;
    } catch (RuntimeException | AssertionError e) {
      client.close();
      throw e;
    }
  }

  private static byte[] login(WireClient as, String user) {
    return as.frame(9000, "{'userId':'" + user + "'}");
  }

  private static Duration since(long startedNanos) {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  /// Sends the bytes, some at a time, again and again until the other side closes.
  private static void dripUntilClosed(Socket socket, byte[] bytes, int step) throws IOException {
    long started = System.nanoTime();
    int next = 0;
    while (!hasClosed(socket)) {
      assertThat(since(started)).isLessThan(SOON);
      try {
        socket.getOutputStream().write(bytes, next, step);
      } catch (SocketException e) {
        return;
      }
      next = (next + step) % bytes.length;
    }
  }

  /// Waits [#PACE_MILLIS] for that.
  private static boolean hasClosed(Socket socket) throws IOException {
    try {
      InputStream in = socket.getInputStream();
      while (in.read() >= 0) {
        // what it still says
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  @Test
  @DisplayName("P10 a frame that comes byte by byte has to be a login in time")
  void slowFramesEndWithTheLoginTimeout() throws IOException {
    waitNoLonger("WHALESHARK_LOGIN_TIMEOUT", LOGIN_TIMEOUT);
    long started = System.nanoTime();
    try (WireClient any = server.phone("slow");
        Socket socket = connect(server.tcpPort())) {
      dripUntilClosed(socket, any.frame(9000, "{'userId':'" + "a".repeat(120) + "'}"), 1);
      assertThat(since(started)).isGreaterThanOrEqualTo(LOGIN_TIMEOUT);
    }
  }

  @Test
  @DisplayName("P10 so has a WebSocket's handshake, and what follows it")
  void slowHandshakesEndWithTheLoginTimeout() throws Exception {
    waitNoLonger("WHALESHARK_LOGIN_TIMEOUT", LOGIN_TIMEOUT);
    String endless = "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: " + "x".repeat(1_000);
    long started = System.nanoTime();
    try (Socket socket = connect(server.webSocketPort())) {
      dripUntilClosed(socket, endless.getBytes(StandardCharsets.US_ASCII), 1);
      assertThat(since(started)).isGreaterThanOrEqualTo(LOGIN_TIMEOUT);
    }
    try (Socket socket = inTime(this::webSocket)) {
      socket.setSoTimeout(PACE_MILLIS);
      dripUntilClosed(socket, message(0x82, new byte[900]), 1);
    }
  }

  @Test
  @DisplayName("P10 pings keep nobody in who never logs in")
  void pingsAreNoLogin() throws IOException {
    waitNoLonger("WHALESHARK_LOGIN_TIMEOUT", LOGIN_TIMEOUT);
    try (WireClient any = server.phone("pinging");
        Socket socket = connect(server.tcpPort())) {
      byte[] ping = any.frame(9999, "{}");
      dripUntilClosed(socket, ping, ping.length);
    }
  }

  @Test
  @DisplayName("P10 a peer that vanished without a word is let go after the idle timeout")
  void vanishedPeersAreLetGo() throws IOException {
    waitNoLonger("WHALESHARK_IDLE_TIMEOUT", IDLE_TIMEOUT);
    long started = System.nanoTime();
    try (WireClient as = server.phone("gone");
        Socket socket = connect(server.tcpPort())) {
      socket.getOutputStream().write(login(as, "alice"));
      while (!hasClosed(socket)) {
        assertThat(since(started)).isLessThan(SOON);
      }
      assertThat(since(started)).isGreaterThanOrEqualTo(IDLE_TIMEOUT);
    }
  }

  @Test
  @DisplayName("P1 what came whole before its sender closed its half is stored")
  void halfClosedConnectionsEnd() throws IOException {
    try (WireClient as = server.phone("half");
        Socket socket = connect(server.tcpPort());
        WireClient bob = server.phone("bob")) {
      bob.logIn("bob");
      socket.getOutputStream().write(login(as, "alice"));
      socket
          .getOutputStream()
          .write(
              as.frame(
                  1103, "{'messageId':'m','fromId':'alice','toId':'bob','messageBody':'last'}"));
      assertThat(bob.expect(1103).get("messageBody").stringValue()).isEqualTo("last");
      socket.getOutputStream().write(as.frame(9999, "{'reply':true}"), 0, 20);
      socket.shutdownOutput();
      socket.setSoTimeout((int) SOON.toMillis());
      assertThat(hasClosed(socket)).isTrue();
    }
  }

  @Test
  @DisplayName("P10 while many are slow the others talk as ever")
  void othersDoNotNotice() throws Exception {
    waitNoLonger("WHALESHARK_LOGIN_TIMEOUT", LOGIN_TIMEOUT);
    List<Socket> slow = new ArrayList<>();
    try (WireClient alice = inTime(() -> loggedIn(Transport.WEBSOCKET_TEXT, "alice"));
        WireClient bob = inTime(() -> loggedIn(Transport.WEBSOCKET_BINARY, "bob"))) {
      byte[] begun = login(alice, "slow"); // but its last bytes never come
      for (int i = 0; i < SLOW_CONNECTIONS; i++) {
        Socket socket = connect(i % 2 == 0 ? server.tcpPort() : server.webSocketPort());
        slow.add(socket);
        socket.getOutputStream().write(begun, 0, i % begun.length);
      }
      for (int i = 1; i <= 100; i++) {
        alice.send(
            1103, "{'messageId':'m" + i + "','fromId':'alice','toId':'bob','messageBody':1}");
        alice.success(1046);
        assertThat(bob.expect(1103).get("messageSequence").intValue()).isEqualTo(i);
      }
      for (Socket socket : slow) {
        socket.setSoTimeout((int) SOON.toMillis());
        assertThat(hasClosed(socket)).isTrue();
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  @DisplayName("P9 a thousand failed logins let nobody in, and keep nobody out")
  void manyFailedLogins() {
    String key = "k=hs256:" + "A".repeat(43);
    Map<String, String> closed =
        Map.of("WHALESHARK_OPEN_LOGIN", "false", "WHALESHARK_APPS_10001_TOKEN_KEYS", key);
    try (TourServer asking = new TourServer(folder.resolve("asking"), closed);
        WireClient guesser = asking.phone("guess")) {
      for (int i = 0; i < 1_000; i++) {
        guesser.send(9000, "{'userId':'alice','token':'guess." + i + ".x'}");
      }
      for (int i = 0; i < 1_000; i++) {
        assertThat(guesser.refusal(9001)).isEqualTo(40101);
      }
      assertThat(guesser.send(5100, "{'lastSequence':0}").refusal(9010)).isEqualTo(40100);
    }
  }

  /// A frame of a WebSocket, masked with zeros.
  private static byte[] message(int first, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 1 << 16) {
      frame.put((byte) 0xFE).putShort((short) payload.length);
    } else {
      frame.put((byte) 0xFF).putLong(payload.length);
    }
    frame.putInt(0).put(payload).flip();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "81 03 61 62 63", // without a mask
        "83 80 00 00 00 00", // an opcode that is none
        "C1 80 00 00 00 00", // a reserved bit
        "80 81 00 00 00 00 61", // the rest of nothing
        "09 80 00 00 00 00", // a control frame in parts
        "82 FF FF FF FF FF FF FF FF FF 00 00 00 00" // a length below zero
      })
  @DisplayName("P10 what is no WebSocket frame ends the connection")
  void brokenWebSocketFramesEndTheConnection(String hex) throws IOException {
    try (Socket socket = webSocket()) {
      String[] octets = hex.split(" ", -1);
      byte[] bytes = new byte[octets.length];
      for (int i = 0; i < octets.length; i++) {
        bytes[i] = (byte) Integer.parseInt(octets[i], 16);
      }
      socket.getOutputStream().write(bytes);
      assertThat(hasClosed(socket)).isTrue();
    }
  }

  @Test
  @DisplayName("P10 who does not wait for the answer to the handshake is hung up on")
  void framesBeforeTheHandshakeIsAnswered() throws IOException {
    try (Socket socket = connect(server.webSocketPort())) {
      socket.setSoTimeout((int) SOON.toMillis());
      byte[] login = message(0x81, "{'command':9000}".getBytes(StandardCharsets.US_ASCII));
      byte[] both =
          (HANDSHAKE + new String(login, StandardCharsets.ISO_8859_1))
              .getBytes(StandardCharsets.ISO_8859_1);
      socket.getOutputStream().write(both);
      assertThat(hasClosed(socket)).isTrue();
    }
  }

  @Test
  @DisplayName("P10 who leaves in the middle of a message is no bug")
  void messagesThatNeverEnd() throws IOException {
    try (Socket socket = webSocket()) {
      socket
          .getOutputStream()
          .write(message(0x01, "{'command':".getBytes(StandardCharsets.US_ASCII)));
      socket.shutdownOutput();
      assertThat(hasClosed(socket)).isTrue();
    }
    await()
        .atMost(SOON)
        .until(() -> metrics().contains("\nwhaleshark_connections{transport=\"websocket\"} 0.0\n"));
  }

  @Test
  @DisplayName("P10 texts that are not UTF-8 are refused")
  void invalidUtf8IsRefused() throws IOException {
    try (Socket socket = webSocket();
        WireClient phone = server.phone("utf8")) {
      socket.getOutputStream().write(message(0x81, new byte[] {'{', (byte) 0xC3, '}'}));
      assertThat(hasClosed(socket)).isTrue();
      byte[] frame = login(phone, "alixe");
      frame[frame.length - 4] = (byte) 0xFF;
      assertThat(phone.sendRaw(frame).refusal(9001)).isEqualTo(40000);
      phone.logIn("alice");
    }
  }

  @Test
  @DisplayName("P10 numbers out of range and depth are refused, and the connection goes on")
  void numbersAndDepthAreRefused() {
    try (WireClient alice = server.phone("numbers")) {
      alice.logIn("alice");
      for (String number : List.of("-1", "9007199254740992", "1e400", "1".repeat(999))) {
        alice.send(1200, "{'lastSequence':" + number + "}");
        assertThat(alice.refusal(9010)).as(number).isEqualTo(40000);
      }
      String body = "{'messageId':'m','fromId':'alice','toId':'bob','messageBody':%s%s}";
      alice.send(1103, body.formatted("[".repeat(64), "]".repeat(64)));
      assertThat(alice.refusal(1046)).isEqualTo(40000);
      alice.send(1103, body.formatted("[".repeat(63), "]".repeat(63))).success(1046);
    }
  }
}
