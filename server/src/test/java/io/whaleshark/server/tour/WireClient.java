package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client that knows nothing of the project: bytes and JSON by hand, as the contract says them.
/// JSON is written with single quotes here, for the eye.
final class WireClient implements AutoCloseable {

  enum Transport {
    TCP,
    WEBSOCKET_BINARY,
    WEBSOCKET_TEXT
  }

  /// A frame as it came; a null body ends the connection, and a WebSocket's says its close code for
  /// a command.
  record Frame(int command, @Nullable JsonNode data, @Nullable JsonNode envelope) {}

  private static final JsonMapper JSON = new JsonMapper();
  private static final Frame CLOSED = new Frame(0, null, null);
  private static final long DEADLINE_SECONDS = 30;
  private static final long QUIET_MILLIS = 150;
  private static final int APP = 10001;

  private final Transport transport;
  private final int clientType;
  private final String imei;

  /// Parsed by whoever takes them: what reads the socket has to keep up with the server.
  private final BlockingQueue<Supplier<Frame>> arrived = new ArrayBlockingQueue<>(100_000);

  private final @Nullable Socket socket;
  private final @Nullable WebSocket webSocket;
  private int app = APP;

  WireClient(Transport transport, int port, int clientType, String imei) {
    this.transport = transport;
    this.clientType = clientType;
    this.imei = imei;
    try {
      if (transport == Transport.TCP) {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        webSocket = null;
        Thread.ofVirtual().start(this::readTcp);
      } else {
        socket = null;
        webSocket =
            HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), new Listener())
                .join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  WireClient inApp(int other) {
    app = other;
    return this;
  }

  static JsonNode json(String singleQuoted) {
    return JSON.readTree(singleQuoted.replace('\'', '"'));
  }

  private void readTcp() {
    try (DataInputStream in = new DataInputStream(socket().getInputStream())) {
      while (true) {
        int command = in.readInt();
        byte[] body = in.readNBytes(in.readInt());
        arrived.add(() -> new Frame(command, JSON.readTree(body), null));
      }
    } catch (IOException e) {
      arrived.add(() -> CLOSED);
    }
  }

  private final class Listener implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        String whole = text.toString();
        arrived.add(() -> frameOf(JSON.readTree(whole)));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
      byte[] copy = new byte[part.remaining()];
      part.get(copy);
      bytes.writeBytes(copy);
      if (last) {
        byte[] whole = bytes.toByteArray();
        arrived.add(() -> frameOf(whole));
        bytes.reset();
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      arrived.add(() -> new Frame(status, null, null));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      arrived.add(() -> CLOSED);
    }
  }

  private static Frame frameOf(byte[] binary) {
    ByteBuffer bytes = ByteBuffer.wrap(binary);
    int command = bytes.getInt();
    assertThat(bytes.getInt()).isEqualTo(bytes.remaining());
    Frame frame = frameOf(JSON.readTree(StandardCharsets.UTF_8.decode(bytes).toString()));
    assertThat(frame.command()).isEqualTo(command);
    return frame;
  }

  private static Frame frameOf(JsonNode envelope) {
    return new Frame(envelope.get("command").intValue(), envelope.get("data"), envelope);
  }

  private Socket socket() {
    if (socket == null) {
      throw new IllegalStateException("a WebSocket has none");
    }
    return socket;
  }

  /// The bytes of a frame, as the contract's table has them.
  byte[] frame(int command, String body) {
    byte[] device = imei.getBytes(StandardCharsets.UTF_8);
    byte[] content = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(28 + device.length + content.length);
    frame.putInt(command).putInt(1).putInt(clientType).putInt(0).putInt(app);
    frame.putInt(device.length).putInt(content.length).put(device).put(content);
    return frame.array();
  }

  WireClient send(int command, String body) {
    if (transport == Transport.TCP) {
      return sendRaw(frame(command, body));
    }
    if (webSocket == null) {
      throw new IllegalStateException("TCP has no WebSocket");
    }
    if (transport == Transport.WEBSOCKET_BINARY) {
      webSocket.sendBinary(ByteBuffer.wrap(frame(command, body)), true).join();
    } else {
      webSocket.sendText(text(command, body), true).join();
    }
    return this;
  }

  private String text(int command, String body) {
    return "{'command':%d,'appId':%d,'clientType':%d,'imei':'%s','data':%s}"
        .formatted(command, app, clientType, imei, body)
        .replace('\'', '"');
  }

  /// Sends a frame as one message of a WebSocket, in fragments.
  ///
  /// @param size of a fragment, in bytes or characters; the last one may be shorter
  WireClient sendInFragments(int command, String body, int size) {
    WebSocket to = Objects.requireNonNull(webSocket, "TCP has no WebSocket");
    String text = text(command, body);
    byte[] frame = frame(command, body);
    int length = transport == Transport.WEBSOCKET_TEXT ? text.length() : frame.length;
    for (int from = 0; from < length; from += size) {
      int part = Math.min(size, length - from);
      boolean isLast = from + part == length;
      if (transport == Transport.WEBSOCKET_TEXT) {
        to.sendText(text.substring(from, from + part), isLast).join();
      } else {
        to.sendBinary(ByteBuffer.wrap(frame, from, part), isLast).join();
      }
    }
    return this;
  }

  /// Sends two frames in one packet or message; as text in two messages without a pause.
  WireClient sendBoth(int first, String firstBody, int second, String secondBody) {
    if (transport == Transport.WEBSOCKET_TEXT) {
      return send(first, firstBody).send(second, secondBody);
    }
    byte[] one = frame(first, firstBody);
    byte[] two = frame(second, secondBody);
    return sendRaw(ByteBuffer.allocate(one.length + two.length).put(one).put(two).array());
  }

  /// Sends bytes in one packet, or as one message of a WebSocket.
  WireClient sendRaw(byte[] bytes) {
    if (webSocket != null) {
      webSocket.sendBinary(ByteBuffer.wrap(bytes), true).join();
      return this;
    }
    try {
      DataOutputStream out = new DataOutputStream(socket().getOutputStream());
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Frame next() {
    try {
      Supplier<Frame> frame = arrived.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
      assertThat(frame).as("a frame within %d s", DEADLINE_SECONDS).isNotNull();
      return frame.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// The data of the next frame, which must be of this command.
  JsonNode expect(int command) {
    Frame frame = next();
    assertThat(frame.command()).as("command of %s", frame).isEqualTo(command);
    return frame.data() == null ? JSON.createObjectNode() : frame.data();
  }

  /// The data of the next frame of this command; others before it are dropped.
  JsonNode later(int command) {
    Frame frame = next();
    while (frame.command() != command) {
      assertThat(frame.data()).as("the end, before a %d", command).isNotNull();
      frame = next();
    }
    return Objects.requireNonNull(frame.data());
  }

  /// The data of the result that comes next, which must be a success.
  JsonNode success(int command) {
    JsonNode result = expect(command);
    assertThat(result.get("code").intValue()).as("%s", result).isEqualTo(200);
    assertThat(result.get("ok").booleanValue()).isTrue();
    return result.get("data");
  }

  /// The code of the refusal that comes next.
  int refusal(int command) {
    JsonNode refused = expect(command);
    assertThat(refused.get("code").intValue()).as("%s", refused).isNotEqualTo(200);
    assertThat(refused.get("msg").stringValue()).isNotEmpty();
    return refused.get("code").intValue();
  }

  WireClient expectClosed() {
    assertThat(next().data()).isNull();
    return this;
  }

  /// The close frame of a WebSocket.
  WireClient expectClosed(int code) {
    Frame last = next();
    assertThat(last.data()).isNull();
    assertThat(last.command()).as("close code").isEqualTo(code);
    return this;
  }

  /// Whether a frame of a command comes within a time. It is dropped, and so are others before it.
  boolean hears(int command, long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      Supplier<Frame> next;
      do {
        next = arrived.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } while (next != null && next.get().command() != command);
      return next != null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  WireClient expectNothing() {
    try {
      assertThat(arrived.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS)).isNull();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return this;
  }

  JsonNode logIn(String user) {
    return send(9000, "{'userId':'" + user + "'}").success(9001);
  }

  @Override
  public void close() {
    try {
      if (socket != null) {
        socket.close();
      }
      if (webSocket != null) {
        webSocket.abort();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
