package io.whaleshark.local.cluster.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.RequestFrame;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A TCP connection to the server. What arrives waits in a bounded queue; what arrived before the
/// connection broke can still be taken afterwards.
public final class DeviceConnection implements AutoCloseable {

  /// The app that all devices are of.
  public static final int APP = 1;

  /// The connection is gone. What was asked for and not answered is unknown.
  public static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenException(String why) {
      super(why);
    }
  }

  private sealed interface Arrived {}

  private record Frame(Event event) implements Arrived {}

  private record Broken(Exception why) implements Arrived {}

  private static final int WAITING_AT_MOST = 10_000;

  private final Socket socket;
  private final ClientType type;
  private final String imei;
  private final BlockingQueue<Arrived> arrived = new ArrayBlockingQueue<>(WAITING_AT_MOST);

  private DeviceConnection(Socket socket, ClientType type, String imei) {
    this.socket = socket;
    this.type = type;
    this.imei = imei;
    Thread.ofVirtual().name("connection " + imei).start(this::read);
  }

  /// Connects to a server of this machine.
  public static DeviceConnection open(int port, ClientType type, String imei)
      throws BrokenException {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      return new DeviceConnection(socket, type, imei);
    } catch (IOException e) {
      throw new BrokenException("cannot connect: " + e.getMessage());
    }
  }

  private void read() {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(socket.getInputStream()))) {
      while (true) {
        int command = in.readInt();
        byte[] body = in.readNBytes(in.readInt());
        arrived.put(new Frame(Event.decode(command, body)));
      }
    } catch (IOException | RuntimeException e) {
      broke(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void broke(Exception why) {
    try {
      arrived.put(new Broken(why));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Sends a request; its answer arrives like everything else.
  public void send(Request request) throws BrokenException {
    ByteBuf buffer = Unpooled.buffer(256);
    RequestFrame.of(request, APP, type, imei).write(buffer);
    byte[] bytes = new byte[buffer.readableBytes()];
    buffer.readBytes(bytes);
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new BrokenException("cannot send: " + e.getMessage());
    }
  }

  /// The next event; null if none comes within that time.
  ///
  /// @throws BrokenException if all that arrived was taken and nothing can arrive any more
  public @Nullable Event poll(long millis) throws BrokenException, InterruptedException {
    Arrived next = arrived.poll(millis, TimeUnit.MILLISECONDS);
    return switch (next) {
      case null -> null;
      case Frame(Event event) -> event;
      case Broken(RuntimeException why) ->
          throw new IllegalStateException("the server broke the contract", why);
      case Broken(Exception why) -> {
        boolean _ = arrived.offer(next); // whoever asks again is told again
        throw new BrokenException(String.valueOf(why.getMessage()));
      }
    };
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // It is gone either way.
    }
  }
}
