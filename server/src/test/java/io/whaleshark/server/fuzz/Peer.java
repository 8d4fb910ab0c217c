package io.whaleshark.server.fuzz;

import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.EventFrame;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One socket of a client, over any transport, with nothing between the bytes of an input and the
/// server. What the server sends must be whole frames, each of them an event. Confined to one
/// thread.
final class Peer implements AutoCloseable {

  enum Transport {
    TCP,
    BINARY,
    TEXT
  }

  /// The opcodes of RFC 6455.
  static final int TEXT = 1;

  static final int BINARY = 2;
  private static final int CLOSE = 8;

  /// An agent that looks into every class makes the first answers late.
  private static final int PATIENCE_MILLIS = 60_000;

  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;
  private static final int SIXTEEN_BITS = 126;
  private static final int SIXTY_FOUR_BITS = 127;
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

  private final Transport transport;
  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private Peer(Transport transport, int port) throws IOException {
    this.transport = transport;
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  static Peer open(Transport transport) throws IOException {
    if (transport == Transport.TCP) {
      return new Peer(transport, FuzzServer.tcpPort());
    }
    Peer peer = new Peer(transport, FuzzServer.webSocketPort());
    peer.write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
    peer.readHead();
    return peer;
  }

  /// A connection to the WebSocket port on which nothing was said yet.
  static Peer beforeHandshake() throws IOException {
    return new Peer(Transport.BINARY, FuzzServer.webSocketPort());
  }

  private void readHead() throws IOException {
    int ends = 0;
    while (ends < 4) {
      int octet = in.readUnsignedByte();
      ends = octet == "\r\n\r\n".charAt(ends) ? ends + 1 : 0;
    }
  }

  void write(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /// Sends a request as the transport does. A server that closed meanwhile is no finding.
  void send(int command, int app, String device, byte[] body) throws IOException {
    byte[] imei = device.getBytes(StandardCharsets.UTF_8);
    try {
      if (transport == Transport.TEXT) {
        String head =
            "{\"command\":%d,\"appId\":%d,\"clientType\":1,\"imei\":\"%s\",\"data\":"
                .formatted(command, app, device);
        sendMessage(TEXT, concat(head.getBytes(StandardCharsets.UTF_8), body, new byte[] {'}'}));
      } else {
        ByteBuffer header = ByteBuffer.allocate(28);
        header.putInt(command).putInt(1).putInt(3).putInt(0).putInt(app);
        header.putInt(imei.length).putInt(body.length);
        byte[] frame = concat(header.array(), imei, body);
        if (transport == Transport.TCP) {
          write(frame);
        } else {
          sendMessage(BINARY, frame);
        }
      }
    } catch (SocketException e) {
      // what is there is read all the same
    }
  }

  private static byte[] concat(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  /// Sends a WebSocket message, masked with zeros.
  void sendMessage(int opcode, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
    frame.put((byte) (FIN | opcode));
    if (payload.length < SIXTEEN_BITS) {
      frame.put((byte) (MASKED | payload.length));
    } else {
      frame.put((byte) (MASKED | SIXTEEN_BITS)).putShort((short) payload.length);
    }
    frame.putInt(0).put(payload);
    out.write(frame.array(), 0, frame.position());
  }

  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /// The next event; null when the server has closed.
  @Nullable Event next() throws IOException {
    EventFrame frame;
    try {
      frame = transport == Transport.TCP ? nextTcp() : nextMessage();
    } catch (EOFException | SocketException e) {
      return null;
    }
    return frame == null ? null : frame.event();
  }

  private EventFrame nextTcp() throws IOException {
    int command = in.readInt();
    return new EventFrame(command, io.whaleshark.protocol.Bytes.of(exactly(in.readInt())));
  }

  private @Nullable EventFrame nextMessage() throws IOException {
    while (true) {
      int opcode = in.readUnsignedByte() & 0x0F;
      byte[] payload = exactly(payloadLength());
      switch (opcode) {
        case TEXT -> {
          return EventFrame.fromText(payload);
        }
        case BINARY -> {
          ByteBuffer frame = ByteBuffer.wrap(payload);
          int command = frame.getInt();
          if (frame.getInt() != frame.remaining()) {
            throw new AssertionError("a length that is not that of the body");
          }
          byte[] envelope = new byte[frame.remaining()];
          frame.get(envelope);
          EventFrame read = EventFrame.fromText(envelope);
          if (read.command() != command) {
            throw new AssertionError("two commands in one frame");
          }
          return read;
        }
        case CLOSE -> {
          return null;
        }
        default -> {
          // a ping or a pong
        }
      }
    }
  }

  private int payloadLength() throws IOException {
    int length = in.readUnsignedByte();
    return switch (length) {
      case SIXTEEN_BITS -> in.readUnsignedShort();
      case SIXTY_FOUR_BITS -> Math.toIntExact(in.readLong());
      default -> length;
    };
  }

  /// Says how much is missing where a frame was cut.
  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("a frame ends after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  /// All bytes until the server closes.
  byte[] drain() throws IOException {
    try {
      return in.readAllBytes();
    } catch (SocketException e) {
      return new byte[0];
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
