package io.whaleshark.client.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/// One connection of the generator: cuts what arrives into frames, and keeps what can't be written
/// yet. Confined to its driver's thread.
final class Wire {
  private static final int HEADER_BYTES = 8;
  private static final int FRAME_BYTES_AT_MOST = 16 << 20;
  private static final byte[] NOTHING = {};

  /// Is called for each whole frame; the bytes are valid during the call alone.
  @FunctionalInterface
  interface FrameListener {
    /// Takes a frame.
    ///
    /// @param from where the body starts
    /// @param to where it ends, exclusive
    void onFrame(int command, byte[] bytes, int from, int to);
  }

  private final SocketChannel channel;
  private final SelectionKey key;
  private final byte[] ping;
  private final FrameListener listener;
  private byte[] rest = NOTHING;
  private ByteBuffer unwritten = ByteBuffer.wrap(NOTHING);
  private long wroteNanos = System.nanoTime();

  /// @param key its interest is managed here
  /// @param ping the frame that keeps the connection open
  Wire(SelectionKey key, byte[] ping, FrameListener listener) {
    this.channel = (SocketChannel) key.channel();
    this.key = key;
    this.ping = ping;
    this.listener = listener;
  }

  /// Reads once, and hands over the frames that are whole.
  ///
  /// @param buffer backed by an array, shared by all wires of the thread
  /// @throws IOException also if the server has closed the connection
  void read(ByteBuffer buffer) throws IOException {
    ByteBuffer into = buffer.clear();
    if (rest.length > buffer.capacity() / 2) {
      into = ByteBuffer.allocate(rest.length * 2);
    }
    into.put(rest);
    if (channel.read(into) < 0) {
      throw new IOException("the server closed the connection");
    }
    byte[] bytes = into.array();
    int end = into.position();
    int at = 0;
    while (end - at >= HEADER_BYTES) {
      int length = into.getInt(at + Integer.BYTES);
      if (length < 1 || length > FRAME_BYTES_AT_MOST) {
        throw new IOException("the server sent a frame of " + length + " bytes");
      }
      if (end - at - HEADER_BYTES < length) {
        break;
      }
      int body = at + HEADER_BYTES;
      listener.onFrame(into.getInt(at), bytes, body, body + length);
      at = body + length;
    }
    rest = at == end ? NOTHING : Arrays.copyOfRange(bytes, at, end);
  }

  /// Whether everything written has left; otherwise nothing may be written now.
  boolean isWritable() {
    return !unwritten.hasRemaining();
  }

  /// Writes all that is in the buffer, at once or when the socket has room. May only be called when
  /// [#isWritable()].
  void write(ByteBuffer out, long nowNanos) throws IOException {
    channel.write(out);
    wroteNanos = nowNanos;
    if (out.hasRemaining()) {
      unwritten = ByteBuffer.allocate(out.remaining()).put(out).flip();
      key.interestOpsOr(SelectionKey.OP_WRITE);
    }
  }

  /// The socket has room again.
  void flush() throws IOException {
    channel.write(unwritten);
    if (!unwritten.hasRemaining()) {
      key.interestOpsAnd(~SelectionKey.OP_WRITE);
    }
  }

  /// Sends a ping if nothing was written for so long.
  void pingIfIdle(long idleNanos, long nowNanos) throws IOException {
    if (isWritable() && nowNanos - wroteNanos > idleNanos) {
      write(ByteBuffer.wrap(ping), nowNanos);
    }
  }

  void close() {
    key.cancel();
    try {
      channel.close();
    } catch (IOException _) {
      // It is of no use any more.
    }
  }
}
