package io.whaleshark.server.tour;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whaleshark.protocol.Bytes;
import io.whaleshark.server.LiveObjects;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// P10. Goal: no port keeps anything for whoever is not let in. Method: many useless requests of
/// every kind, and which objects are alive before and after them.
///
/// With `-Dwhaleshark.strangers=100000` each kind is sent so often, those too that take a
/// connection for each request.
class StrangersTest {

  /// How often a kind is sent of which many requests share a connection.
  private static final int REQUESTS = Integer.getInteger("whaleshark.strangers", 30_000);

  /// How often any other kind is sent.
  private static final int CONNECTIONS = Integer.getInteger("whaleshark.strangers", 3_000);

  private static final int TOGETHER = 100;
  private static final int WARM_UP_SHARE = 10;
  private static final int AT_ONCE = 8;

  /// For each kind one object of each request would be more.
  private static final long OBJECTS_LEFT_AT_MOST = CONNECTIONS / 2;

  /// Thirty for each request of a kind. What grows without new objects is an array.
  private static final long BYTES_LEFT_AT_MOST = 30L * REQUESTS;

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Map<String, String> CLOSED =
      Map.of(
          "WHALESHARK_OPEN_LOGIN",
          "false",
          "WHALESHARK_APPS_10001_TOKEN_KEYS",
          "k=hs256:" + "A".repeat(43));

  private static final String HEAD = " HTTP/1.1\r\nHost: localhost\r\n";
  private static final String END = "\r\n\r\n";
  private static final String GROUP = "/v1/apps/10001/groups/g" + HEAD;
  private static final String SYNC = "POST /v1/message/syncOfflineMessageList" + HEAD;
  private static final String UPGRADE =
      "GET /ws"
          + HEAD
          + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
          + "Sec-WebSocket-Key: ";
  private static final String HANDSHAKE = UPGRADE + "dGhlIHNhbXBsZSBub25jZQ==" + END;

  @TempDir Path folder;

  /// What a stranger sends.
  ///
  /// @param handshake goes first, and its answer is awaited; empty if there is none
  /// @param together how many requests go over one connection
  /// @param answer what each answer holds; empty if that is not looked at
  private record Kind(int port, String handshake, Bytes request, int together, String answer) {

    static Kind many(int port, String request, String answer) {
      return new Kind(port, "", Bytes.utf8(request), TOGETHER, answer);
    }

    static Kind many(int port, String handshake, byte[] frame, String answer) {
      return new Kind(port, handshake, Bytes.of(frame), TOGETHER, answer);
    }

    static Kind one(int port, String request, String answer) {
      return new Kind(port, "", Bytes.utf8(request), 1, answer);
    }

    static Kind one(int port, String handshake, byte[] frame) {
      return new Kind(port, handshake, Bytes.of(frame), 1, "");
    }

    int connections() {
      return together == 1 ? CONNECTIONS : REQUESTS / together;
    }

    /// Sends what goes over one connection, and reads until the server hangs up.
    void send() {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout((int) SOON.toMillis());
        socket.setSoLinger(true, 0); // so that no port is kept for what might still be on its way
        String answers = talk(socket);
        assertThat(answer.isEmpty() || answers.split(answer, -1).length == together + 1)
            .as("%s to %s", answers, request.text())
            .isTrue();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private String talk(Socket socket) throws IOException {
      if (!handshake.isEmpty()) {
        socket.getOutputStream().write(handshake.getBytes(ISO_8859_1));
        readHead(socket.getInputStream());
      }
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int i = 0; i < together; i++) {
        all.writeBytes(request.array());
      }
      try {
        socket.getOutputStream().write(all.toByteArray());
        socket.shutdownOutput();
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      } catch (SocketException e) {
        return "hung up on: " + e.getMessage();
      }
    }

    private static void readHead(InputStream in) throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf(END) < 0) {
        head.append((char) in.read());
        assertThat(head.length()).as("%s", head).isLessThan(1_000);
      }
      assertThat(head.toString()).startsWith("HTTP/1.1 101");
    }
  }

  private static List<Kind> kinds(TourServer server) {
    List<Kind> kinds = new ArrayList<>(atHttp(server.httpPort()));
    try (WireClient phone = server.phone("stranger")) {
      byte[] login = phone.frame(9000, "{'userId':'alice','token':'a.b.c'}");
      byte[] pull = phone.frame(1200, "{'lastSequence':0}");
      int tcp = server.tcpPort();
      kinds.add(Kind.many(tcp, "", login, "\"code\":40101"));
      kinds.add(Kind.many(tcp, "", pull, "\"code\":40100"));
      kinds.add(Kind.many(tcp, "", phone.frame(9999, "{'reply':true}"), "pong"));
      kinds.add(Kind.many(tcp, "", phone.frame(9000, "{'userId':"), "\"code\":40000"));
      kinds.add(Kind.many(tcp, "", phone.frame(77, "{}"), "\"code\":40"));
      kinds.add(Kind.one(tcp, "", ""));
      kinds.add(Kind.one(tcp, "GET / HTTP/1.1\r\nHost: localhost" + END, ""));
      kinds.add(Kind.one(tcp, new String(login, 0, 60, ISO_8859_1), ""));
      for (int port : List.of(server.webSocketPort(), server.httpPort())) {
        kinds.add(Kind.many(port, HANDSHAKE, message(2, login), "\"code\":40101"));
        kinds.add(Kind.many(port, HANDSHAKE, message(2, pull), "\"code\":40100"));
        kinds.add(Kind.many(port, HANDSHAKE, message(1, "hello".getBytes(ISO_8859_1)), "40000"));
        kinds.add(Kind.one(port, HANDSHAKE, new byte[0]));
        kinds.add(Kind.one(port, HANDSHAKE, new byte[] {(byte) 0x81, 1, 'a'}));
        kinds.add(Kind.one(port, HANDSHAKE, new byte[] {(byte) 0x82, (byte) 0xFE}));
        kinds.add(Kind.one(port, HANDSHAKE + "and more", ""));
        kinds.add(Kind.one(port, UPGRADE + "no key" + END, " 400 "));
        kinds.add(Kind.one(port, UPGRADE.substring(0, 40), ""));
        kinds.add(Kind.one(port, "", ""));
      }
      kinds.add(Kind.one(server.webSocketPort(), "GET /nowhere" + HEAD + "\r\n", " 404 "));
    }
    return kinds;
  }

  private static List<Kind> atHttp(int port) {
    String pull = "{\"appId\":10001,\"operater\":\"alice\"}";
    return List.of(
        Kind.many(port, "GET /nowhere" + HEAD + "\r\n", " 404 "),
        Kind.many(port, "GET " + GROUP + "Authorization: Bearer a.b.c" + END, " 401 "),
        Kind.many(port, "PUT " + GROUP + "Content-Length: 2" + END + "{}", " 401 "),
        Kind.many(port, SYNC + "Content-Length: " + pull.length() + END + pull, " 401 "),
        Kind.many(port, SYNC + "Content-Length: 1" + END + "{", " 400 "),
        Kind.many(port, "GET /health" + HEAD + "Origin: https://evil.example" + END, " 403 "),
        Kind.many(port, "OPTIONS /health" + HEAD + "\r\n", " 204 "),
        Kind.many(port, "POST /health" + HEAD + "Content-Length: 0" + END, " 405 "),
        Kind.many(port, "GET /ws" + HEAD + "\r\n", " 426 "),
        Kind.one(port, "hello" + END, " 400 "),
        Kind.one(port, "GET /health HTTP/1.1" + END, " 400 "),
        Kind.one(port, "GET /" + "a".repeat(9_000), ""),
        Kind.one(port, "GET /health HTT", ""),
        Kind.one(port, "POST /health" + HEAD + "Content-Length: 9" + END + "{", ""),
        Kind.one(port, SYNC + "Content-Length: 99999" + END + "{", ""),
        Kind.one(port, SYNC + "Expect: 100-continue\r\nContent-Length: 9" + END, ""),
        Kind.one(port, "PUT " + GROUP + "Transfer-Encoding: chunked" + END + "zz\r\n", ""));
  }

  /// A short message of a WebSocket, masked with zeros.
  private static byte[] message(int opcode, byte[] payload) {
    ByteBuffer message = ByteBuffer.allocate(6 + payload.length);
    message.put((byte) (0x80 | opcode)).put((byte) (0x80 | payload.length)).putInt(0).put(payload);
    return message.array();
  }

  /// Sends a share of every kind, over a few connections at a time.
  private static void send(List<Kind> kinds, int share) {
    List<Kind> connections =
        kinds.stream()
            .flatMap(kind -> Collections.nCopies(kind.connections() / share, kind).stream())
            .toList();
    AtomicInteger next = new AtomicInteger();
    Runnable sender =
        () -> {
          for (int i = next.getAndIncrement(); i < connections.size(); i = next.getAndIncrement()) {
            connections.get(i).send();
          }
        };
    List<CompletableFuture<Void>> senders = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      senders.add(CompletableFuture.runAsync(sender, Thread.ofVirtual()::start));
    }
    senders.forEach(CompletableFuture::join);
  }

  @Test
  @DisplayName("P10 useless requests of every kind leave nothing behind, however many")
  void strangersLeaveNothing() {
    try (TourServer server = new TourServer(folder, CLOSED)) {
      List<Kind> kinds = kinds(server);
      send(kinds, WARM_UP_SHARE);
      LiveObjects before = LiveObjects.now();
      send(kinds, 1);
      await()
          .atMost(SOON)
          .untilAsserted(() -> {
            LiveObjects after = LiveObjects.now();
            assertThat(after.grownSince(before, OBJECTS_LEFT_AT_MOST)).isEmpty();
            assertThat(after.bytes() - before.bytes()).isLessThan(BYTES_LEFT_AT_MOST);
          });
      assertThat(server.http("GET", "/metrics", "").body())
          .contains("\nwhaleshark_bugs_total 0.0\n")
          .contains("\nwhaleshark_connections{transport=\"tcp\"} 0.0\n");
    }
  }
}
