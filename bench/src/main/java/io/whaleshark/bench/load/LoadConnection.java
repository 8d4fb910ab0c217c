package io.whaleshark.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/// One connection of the generator: splits the input into frames, and buffers output that can't be
/// written yet. Confined to its loop's thread.
public final class LoadConnection {
  private static final byte[] NOTHING = {};

  private final Loop loop;
  private final SelectionKey key;
  private final SocketChannel channel;
  private final LoadDevice device;
  private byte[] rest = NOTHING;
  private ByteBuffer unwritten = ByteBuffer.wrap(NOTHING);
  private long wroteNanos;
  private boolean closed;

  /// @param key its interest set is managed here
  LoadConnection(Loop loop, SelectionKey key, LoadDevice device) {
    this.loop = loop;
    this.key = key;
    this.channel = (SocketChannel) key.channel();
    this.device = device;
    this.wroteNanos = loop.nowNanos();
  }

  /// The socket is readable or writable.
  void ready() throws IOException {
    if (key.isWritable()) {
      flush();
    }
    if (key.isReadable()) {
      read(loop.input());
    }
  }

  /// Reads once, and passes on the complete frames.
  private void read(ByteBuffer buffer) throws IOException {
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
    int length = device.voice().frameLength(bytes, at, end);
    while (length > 0 && !closed) {
      device.voice().hear(this, bytes, at, at + length, device);
      at += length;
      length = device.voice().frameLength(bytes, at, end);
    }
    rest = at == end ? NOTHING : Arrays.copyOfRange(bytes, at, end);
  }

  /// Returns whether the output buffer is empty; otherwise callers should not write now.
  public boolean isWritable() {
    return !unwritten.hasRemaining() && !closed;
  }

  /// Writes one encoded frame.
  public void write(byte[] frame) throws IOException {
    write(ByteBuffer.wrap(frame));
  }

  /// Writes one frame.
  public void write(Saying saying, long number) throws IOException {
    ByteBuffer out = loop.output();
    saying.append(out, number);
    write(out.flip());
  }

  /// Writes the whole buffer, now or when the socket has room.
  public void write(ByteBuffer out) throws IOException {
    wroteNanos = loop.nowNanos();
    if (unwritten.hasRemaining()) {
      unwritten =
          ByteBuffer.allocate(unwritten.remaining() + out.remaining())
              .put(unwritten)
              .put(out)
              .flip();
      return;
    }
    channel.write(out);
    if (out.hasRemaining()) {
      unwritten = ByteBuffer.allocate(out.remaining()).put(out).flip();
      key.interestOpsOr(SelectionKey.OP_WRITE);
    }
  }

  private void flush() throws IOException {
    channel.write(unwritten);
    if (!unwritten.hasRemaining()) {
      key.interestOpsAnd(~SelectionKey.OP_WRITE);
    }
  }

  /// Sends a keep-alive frame if nothing was sent for this time.
  void keepAlive(long idleNanos) throws IOException {
    if (isWritable() && loop.nowNanos() - wroteNanos > idleNanos) {
      write(device.voice().keepAlive());
    }
  }

  LoadDevice device() {
    return device;
  }

  /// Closes the connection. Idempotent.
  public void close() {
    closed = true;
    key.cancel();
    try {
      channel.close();
    } catch (IOException _) {
      // The socket is useless now.
    }
  }
}
