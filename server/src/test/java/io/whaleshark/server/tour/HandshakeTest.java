package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Goal: one rule says what a WebSocket handshake is (RFC 6455, 4.2.1), and every port that serves
/// WebSockets follows it; what is none is refused by a problem document. Method: one handshake with
/// one change, byte for byte, to both ports of a real server; `\\n` stands for the end of a line.
class HandshakeTest {

  private static final int WAIT_MILLIS = 60_000;
  private static final String LONG = "x".repeat(20_000);
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: (\\d+)\r\n");
  private static final String HANDSHAKE =
      """
      GET /ws HTTP/1.1\r
      Host: 127.0.0.1\r
      Upgrade: websocket\r
      Connection: keep-alive, Upgrade\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      Sec-WebSocket-Version: 13\r
      \r
      """;

  @TempDir static Path folder;
  private static TourServer server;

  @BeforeAll
  static void start() {
    server = new TourServer(folder, Map.of("WHALESHARK_ORIGINS", "https://chat.example"));
  }

  @AfterAll
  static void stop() {
    try {
      assertThat(server.http("GET", "/metrics", "").body())
          .contains("\nwhaleshark_bugs_total 0.0\n");
    } finally {
      server.close();
    }
  }

  /// The head of an answer, with its header names in lower case, and what follows it.
  private record Answer(String head, String body) {}

  private static Answer answer(int port, String handshake) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(WAIT_MILLIS);
      socket.getOutputStream().write(handshake.getBytes(StandardCharsets.ISO_8859_1));
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int octet = socket.getInputStream().read();
        assertThat(octet).as("after %s", head).isNotNegative();
        head.append((char) octet);
      }
      String lower = head.toString().toLowerCase(Locale.ROOT);
      Matcher length = LENGTH.matcher(lower);
      int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
      return new Answer(
          lower, new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET                       | GET                                              | 10100",
        "/ws                       | /ws?a=b                                          | 10100",
        "/ws                       | /%77s                                            | 10100",
        "/ws                       | http://127.0.0.1/ws                              | 10100",
        "keep-alive, Upgrade       | keep-alive\\nConnection: upgrade                  | 10100",
        "Version: 13               | Version: 13\\nOrigin: https://chat.example        | 10100",
        "/ws                       | /wss                                             | 40402",
        "/ws                       | /ws/more                                         | 40402",
        "/ws                       | /LONG                                            | 41400",
        "GET                       | POST                                             | 40500",
        "HTTP/1.1                  | HTTP/1.0                                         | 42600",
        "HTTP/1.1                  | HTTP/2.0                                         | 50500",
        "Host: 127.0.0.1           | X: y                                             | 40000",
        "Host: 127.0.0.1           | Host: 127.0.0.1\\nHost: 127.0.0.1                 | 40000",
        "Host: 127.0.0.1           | Host: evil.example                               | 40303",
        "Host: 127.0.0.1           | Host: 127.0.0.1\\nX: LONG                         | 43100",
        "Host: 127.0.0.1           | Host: 127.0.0.1\\nno colon                        | 40000",
        "Host: 127.0.0.1           | Host: 127.0.0.1\\nContent-Length: 5               | 40000",
        "Host: 127.0.0.1           | Host: 127.0.0.1\\nTransfer-Encoding: chunked      | 40000",
        "Upgrade: websocket        | X: y                                             | 42600",
        "Upgrade: websocket        | Upgrade: h2c                                     | 42600",
        "Upgrade: websocket        | Upgrade: h2c, websocket                          | 42600",
        "Upgrade: websocket        | Upgrade: websocket\\nUpgrade: websocket          | 42600",
        "/ws                       | /ws?%zz                                          | 40000",
        "keep-alive, Upgrade       | keep-alive                                       | 42600",
        "Version: 13               | Version: 8                                       | 42600",
        "Sec-WebSocket-Version: 13 | X: y                                             | 42600",
        "Version: 13               | Version: 13\\nSec-WebSocket-Version: 8            | 40000",
        "Version: 13               | Version: 13\\nSec-WebSocket-Version: 13           | 40000",
        "Version: 13               | Version: 13\\nOrigin: https://evil.example        | 40303",
        "Version: 13               | Version: 13\\nOrigin: https://chat.example\\nOrigin: x |"
            + " 40000",
        "dGhlIHNhbXBsZSBub25jZQ==  | dGhlIHNhbXBsZSBub25jZQ                           | 40000",
        "dGhlIHNhbXBsZSBub25jZQ==  | dGhlIHNhbXBsZSBub25jZR==                         | 40000",
        "dGhlIHNhbXBsZSBub25jZQ==  | c2hvcnQ=                                         | 40000",
        "dGhlIHNhbXBsZSBub25jZQ==  | dGhlIHNhbXBsZSBub25jZS4uLg==                     | 40000",
        "dGhlIHNhbXBsZSBub25jZQ==  | dGhlIHNhbXBsZSBub25jZ*==                         | 40000",
        "dGhlIHNhbXBsZSBub25jZQ==  | YQ==\\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | 40000",
        "Sec-WebSocket-Key         | X                                                | 40000"
      })
  void bothPortsFollowOneRule(String part, String instead, int code) throws IOException {
    assertThat(HANDSHAKE).contains(part);
    String changed = instead.replace("\\n", "\r\n").replace("LONG", LONG);
    for (int port : List.of(server.webSocketPort(), server.httpPort())) {
      Answer answer = answer(port, HANDSHAKE.replaceFirst(part, Matcher.quoteReplacement(changed)));
      assertThat(answer.head()).startsWith("http/1.1 " + code / 100 + " ");
      if (code == 10100) {
        assertThat(answer.head())
            .contains("\r\nsec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=\r\n");
      } else {
        assertThat(answer.head()).contains("\r\ncontent-type: application/problem+json\r\n");
        assertThat(answer.body()).endsWith("\"code\":" + code + "}");
      }
      if (code == 42600) {
        assertThat(answer.head())
            .contains(
                "\r\nupgrade: websocket\r\n",
                "\r\nconnection: upgrade\r\n",
                "\r\nsec-websocket-version: 13\r\n");
      } else if (code == 40500) {
        assertThat(answer.head()).contains("\r\nallow: get, head, options\r\n");
      }
    }
  }

  /// HEAD asks what GET would be answered: nothing is upgraded, and there is no body.
  @Test
  void aHeadIsNoHandshake() throws IOException {
    for (int port : List.of(server.webSocketPort(), server.httpPort())) {
      String head = HANDSHAKE.replaceFirst("GET", "HEAD").replaceFirst("keep-alive", "close");
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(WAIT_MILLIS);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .startsWith("HTTP/1.1 426 ")
            .containsIgnoringCase("\r\ncontent-type: application/problem+json\r\n")
            .endsWith("\r\n\r\n");
      }
    }
  }
}
