package io.whaleshark.client.sdk;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.whaleshark.protocol.CommandNumber;
import io.whaleshark.protocol.EventFrame;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.RequestFrame;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A TCP connection that carries frames.
///
/// [#write] and [#close] are thread-safe; [#read] is confined to one thread. All of them block.
final class FrameSocket implements AutoCloseable {
  /// Larger than any page with the default limits: 500 messages of 64 KiB.
  private static final int BODY_BYTES_AT_MOST = 64 << 20;

  private static final int CHUNK_BYTES = 64 << 10;

  /// How every answer of an HTTP server begins.
  private static final byte[] HTTP = "HTTP/".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket;
  private final String server;
  private final InputStream in;
  private final OutputStream out;
  private ByteBuf arrived = Unpooled.buffer(CHUNK_BYTES);
  private boolean hasRead;

  /// Prevents interleaved frames; guards the output stream.
  private final ReentrantLock writing = new ReentrantLock();

  private FrameSocket(Socket socket, String server) throws IOException {
    this.socket = socket;
    this.server = server;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /// Connects.
  ///
  /// @throws DisconnectedException `cannot reach host:port: why`
  static FrameSocket connect(ClientConfig config, Duration patience) {
    var socket = new Socket();
    try {
      var address = new InetSocketAddress(config.host(), config.port());
      if (address.isUnresolved()) {
        throw new DisconnectedException("cannot reach " + config.server() + ": unknown host", null);
      }
      socket.setTcpNoDelay(true);
      socket.connect(address, Math.toIntExact(patience.toMillis()));
      return new FrameSocket(
          config.tls() == null ? socket : encrypt(socket, config, config.tls()), config.server());
    } catch (IOException e) {
      closeQuietly(socket);
      throw new DisconnectedException("cannot reach " + config.server() + ": " + why(e), e);
    }
  }

  /// Encrypts the connection, and verifies that the certificate matches the host.
  private static Socket encrypt(Socket socket, ClientConfig config, SSLContext tls)
      throws IOException {
    var encrypted =
        (SSLSocket) tls.getSocketFactory().createSocket(socket, config.host(), config.port(), true);
    SSLParameters parameters = encrypted.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    encrypted.setSSLParameters(parameters);
    encrypted.startHandshake();
    return encrypted;
  }

  private static String why(IOException e) {
    var message = e.getMessage();
    if (e instanceof SocketTimeoutException) {
      return "no answer";
    }
    return message == null ? "the connection failed" : message.toLowerCase(Locale.ROOT);
  }

  /// Sends a frame.
  void write(RequestFrame frame) throws IOException {
    ByteBuf bytes = Unpooled.buffer(RequestFrame.HEADER_BYTES + 64 + frame.body().size());
    frame.write(bytes);
    writing.lock();
    try {
      out.write(bytes.array(), bytes.arrayOffset() + bytes.readerIndex(), bytes.readableBytes());
    } finally {
      writing.unlock();
    }
  }

  /// Waits for the next frame. Those whose command this version does not know are left out: a newer
  /// server tells more.
  ///
  /// @return null if the server has closed the connection
  /// @throws ProtocolException if the input is not a frame
  @Nullable EventFrame read() throws IOException {
    while (true) {
      EventFrame frame = EventFrame.tryReadTcp(arrived, BODY_BYTES_AT_MOST);
      if (frame != null && hasRead && CommandNumber.of(frame.command()) == null) {
        continue;
      }
      if (frame != null) {
        hasRead = true;
        return frame;
      }
      if (arrived.isReadable()) {
        arrived.discardReadBytes();
      } else if (arrived.capacity() > CHUNK_BYTES) {
        // Don't keep the buffer that one huge page needed.
        arrived = Unpooled.buffer(CHUNK_BYTES);
      } else {
        arrived.clear();
      }
      if (arrived.writeBytes(in, Math.max(arrived.writableBytes(), CHUNK_BYTES / 2)) < 0) {
        return null;
      }
    }
  }

  /// Says why [#read] has found no frame. A server that has never sent one is no server of Whale
  /// Shark, and its first words say more than what is wrong with them.
  String unreadable(ProtocolException e) {
    if (hasRead) {
      return server + " sent a malformed frame: " + e.detail();
    }
    boolean isHttp =
        ByteBufUtil.equals(arrived.slice(0, HTTP.length), Unpooled.wrappedBuffer(HTTP));
    return server
        + (isHttp ? " speaks HTTP" : " speaks another protocol")
        + " (expected: the TCP port of a Whale Shark server, "
        + ClientConfig.DEFAULT_PORT
        + " unless its tcp-port says otherwise)";
  }

  @Override
  public void close() {
    closeQuietly(socket);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // The socket is useless now, and no caller could handle the error better.
    }
  }
}
