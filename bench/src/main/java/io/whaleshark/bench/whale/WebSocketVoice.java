package io.whaleshark.bench.whale;

import io.whaleshark.bench.load.Ear;
import io.whaleshark.bench.load.LoadConnection;
import io.whaleshark.bench.load.Saying;
import io.whaleshark.bench.load.Voice;
import io.whaleshark.bench.load.Whom;
import io.whaleshark.protocol.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A device that uses the Whale Shark protocol in binary WebSocket messages. Confined to its loop's
/// thread.
///
/// Its masking key is zero, which is allowed and leaves the payload unchanged; its frames are
/// shorter than 64 KiB.
public final class WebSocketVoice implements Voice {
  private static final String HANDSHAKE =
      """
      GET /ws HTTP/1.1\r
      Host: 127.0.0.1\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
      Sec-WebSocket-Version: 13\r
      \r
      """;
  private static final String SWITCHED = "HTTP/1.1 101 ";
  private static final int BINARY = 0x82;
  private static final int PING = 0x89;
  private static final int PONG = 0x8a;
  private static final int LENGTH_BITS = 0x7f;
  private static final int IN_TWO_BYTES = 126;
  private static final int IN_EIGHT_BYTES = 127;
  private static final int MASKED = 0x80;

  /// The header of a client's frame: two bytes, the length in two bytes, a masking key.
  private static final int HEADER_BYTES_AT_MOST = 8;

  private final WhaleVoice inner;
  private boolean open;

  /// @param inner encodes the same frames for TCP
  public WebSocketVoice(WhaleVoice inner) {
    this.inner = inner;
  }

  /// The bytes of any request of the device.
  public byte[] frame(Request request) {
    return message(BINARY, inner.frame(request));
  }

  private static byte[] message(int kind, byte[] content) {
    var out = ByteBuffer.allocate(HEADER_BYTES_AT_MOST + content.length);
    put(out, kind, ByteBuffer.wrap(content));
    return Arrays.copyOf(out.array(), out.position());
  }

  /// Lengths must use the shortest encoding.
  private static void put(ByteBuffer out, int kind, ByteBuffer content) {
    int length = content.remaining();
    out.put((byte) kind);
    if (length < IN_TWO_BYTES) {
      out.put((byte) (MASKED | length));
    } else {
      out.put((byte) (MASKED | IN_TWO_BYTES)).putShort((short) length);
    }
    out.putInt(0).put(content);
  }

  @Override
  public void begin(LoadConnection connection) throws IOException {
    open = false;
    connection.write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public int frameLength(byte[] bytes, int from, int to) throws IOException {
    if (!open) {
      String answer = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
      int end = answer.indexOf("\r\n\r\n");
      return end < 0 ? 0 : end + Integer.BYTES;
    }
    if (to - from < 2) {
      return 0;
    }
    int header = headerBytes(bytes, from);
    if (to - from < header) {
      return 0;
    }
    long length = header + contentBytes(bytes, from);
    return to - from < length ? 0 : Math.toIntExact(length);
  }

  private static int headerBytes(byte[] bytes, int from) {
    return switch (bytes[from + 1] & LENGTH_BITS) {
      case IN_TWO_BYTES -> 2 + Short.BYTES;
      case IN_EIGHT_BYTES -> 2 + Long.BYTES;
      default -> 2;
    };
  }

  private static long contentBytes(byte[] bytes, int from) {
    int length = bytes[from + 1] & LENGTH_BITS;
    return switch (length) {
      case IN_TWO_BYTES -> Short.toUnsignedLong(ByteBuffer.wrap(bytes).getShort(from + 2));
      case IN_EIGHT_BYTES -> ByteBuffer.wrap(bytes).getLong(from + 2);
      default -> length;
    };
  }

  @Override
  public void hear(LoadConnection connection, byte[] bytes, int from, int to, Ear ear)
      throws IOException {
    if (!open) {
      if (!new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).startsWith(SWITCHED)) {
        throw new IOException("the server does not accept WebSocket here");
      }
      open = true;
      connection.write(frame(new Request.LogIn(inner.user(), null, null)));
      return;
    }
    switch (bytes[from] & 0xff) {
      case BINARY -> inner.hear(connection, bytes, from + headerBytes(bytes, from), to, ear);
      case PING -> connection.write(message(PONG, new byte[0]));
      default -> ear.refused("a WebSocket frame of kind " + (bytes[from] & 0xff));
    }
  }

  @Override
  public byte[] keepAlive() {
    return message(BINARY, inner.keepAlive());
  }

  @Override
  public Saying sends(Whom to, int bodyBytes) {
    return wrapped(inner.sends(to, bodyBytes));
  }

  @Override
  public Saying reads(Whom in) {
    return wrapped(inner.reads(in));
  }

  @Override
  public Saying pullsInbox(int pageSize) {
    return wrapped(inner.pullsInbox(pageSize));
  }

  @Override
  public Saying pullsHistory(Whom in, int pageSize) {
    return wrapped(inner.pullsHistory(in, pageSize));
  }

  private static Saying wrapped(Saying saying) {
    var content = ByteBuffer.allocate(saying.bytesAtMost());
    return new Saying() {
      @Override
      public int bytesAtMost() {
        return HEADER_BYTES_AT_MOST + saying.bytesAtMost();
      }

      @Override
      public void append(ByteBuffer out, long number) {
        saying.append(content.clear(), number);
        put(out, BINARY, content.flip());
      }
    };
  }
}
