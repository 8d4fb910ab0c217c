package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.tour.WireClient.Transport;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How a WebSocket ends (RFC 6455). Goal: each end has the close code that says why. Method: bytes
/// by hand.
class WebSocketEndTest {

  private static final int PATIENCE_MILLIS = 60_000;
  private static final int BODY_BYTES_AT_MOST = 1_024;
  private static final int FIN = 0x80;
  private static final int CLOSE = 8;
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

  @TempDir Path folder;
  private TourServer server;

  @BeforeEach
  void start() {
    serve(Map.of("WHALESHARK_BODY_BYTES", Integer.toString(BODY_BYTES_AT_MOST)));
  }

  private void serve(Map<String, String> settings) {
    server = new TourServer(folder, settings);
  }

  @AfterEach
  void stop() {
    try {
      assertThat(server.http("GET", "/metrics", "").body())
          .contains("\nwhaleshark_bugs_total 0.0\n");
    } finally {
      server.close();
    }
  }

  private Socket connect(String handshake) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.webSocketPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.getOutputStream().write(handshake.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String head(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int octet = socket.getInputStream().read();
      assertThat(octet).as("after %s", head).isNotNegative();
      head.append((char) octet);
    }
    return head.toString();
  }

  private static void send(Socket socket, int first, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
    frame.put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    }
    frame.putInt(0).put(payload); // masked with zeros
    socket.getOutputStream().write(frame.array(), 0, frame.position());
  }

  /// The code of the close frame that comes next, after which the socket ends.
  private static int closeCode(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    assertThat(in.readUnsignedByte()).isEqualTo(FIN | CLOSE);
    int rest = in.readUnsignedByte() - 2;
    int code = in.readUnsignedShort();
    in.readNBytes(rest);
    assertThat(in.read()).as("the end").isEqualTo(-1);
    return code;
  }

  @Test
  @DisplayName("P10 fragments that are too large only in sum end with 1009, like a frame that is")
  void tooLargeMessagesEndWith1009() throws IOException {
    byte[] part = new byte[BODY_BYTES_AT_MOST];
    try (Socket socket = connect(HANDSHAKE)) {
      head(socket);
      send(socket, 2, part);
      send(socket, 0, part);
      send(socket, 0, part);
      assertThat(closeCode(socket)).isEqualTo(1009);
    }
    try (Socket socket = connect(HANDSHAKE)) {
      head(socket);
      send(socket, FIN | 2, new byte[3 * BODY_BYTES_AT_MOST]);
      assertThat(closeCode(socket)).isEqualTo(1009);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1002", "999, 1002", "1000, 1000", "1001, 1001", "1004, 1002", "1005, 1002",
    "1006, 1002", "1015, 1002", "1016, 1002", "2999, 1002", "3000, 3000", "4001, 4001",
    "4999, 4999", "5000, 1002", "65535, 1002"
  })
  void aCloseIsAnsweredWithItsCodeUnlessThatIsReserved(int code, int answer) throws IOException {
    try (Socket socket = connect(HANDSHAKE)) {
      head(socket);
      send(socket, FIN | CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
      assertThat(closeCode(socket)).isEqualTo(answer);
    }
  }

  @Test
  void brokenFramesEndWithTheCodeOfTheFault() throws IOException {
    try (Socket socket = connect(HANDSHAKE)) {
      head(socket);
      send(socket, FIN | CLOSE, new byte[0]);
      assertThat(closeCode(socket)).isEqualTo(1000);
    }
    try (Socket socket = connect(HANDSHAKE)) {
      head(socket);
      send(socket, FIN | 3, new byte[0]); // a reserved opcode
      assertThat(closeCode(socket)).isEqualTo(1002);
    }
    try (Socket socket = connect(HANDSHAKE)) {
      head(socket);
      send(socket, FIN | 1, new byte[] {(byte) 0xc3, 0x28}); // no UTF-8
      assertThat(closeCode(socket)).isEqualTo(1007);
    }
  }

  @Test
  void everyEndOfASessionHasACodeOfItsOwn() {
    WireClient first = server.client(Transport.WEBSOCKET_TEXT, 1, "tab");
    first.logIn("alice");
    WireClient second = server.client(Transport.WEBSOCKET_BINARY, 1, "tab");
    second.logIn("alice");
    first.expect(9002);
    first.expectClosed(4001);
    second.send(9003, "{}").expectClosed(1000);
    server.close();
    serve(Map.of("WHALESHARK_LOGIN_TIMEOUT", "500ms"));
    server.client(Transport.WEBSOCKET_TEXT, 1, "tab").expectClosed(4004);
  }
}
