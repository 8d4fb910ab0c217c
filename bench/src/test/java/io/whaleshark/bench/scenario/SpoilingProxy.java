package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Address;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Stands between devices and a server, and may spoil what the server says. Thread-safe.
final class SpoilingProxy implements AutoCloseable {

  /// A frame of the server.
  record Frame(int command, String body) {}

  /// What becomes of a frame.
  @FunctionalInterface
  interface Spoiler {
    /// The frames that go on in its place: none, itself, twice itself …
    List<Frame> spoil(Frame frame);
  }

  private final Address server;
  private final ServerSocket listening;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private volatile Spoiler spoiler = List::of;

  SpoilingProxy(Address server) throws IOException {
    this.server = server;
    this.listening = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("proxy").start(this::accept);
  }

  Address address() {
    return new Address("127.0.0.1", listening.getLocalPort());
  }

  /// From now on every frame of the server goes through this.
  void spoil(Spoiler how) {
    spoiler = how;
  }

  private void accept() {
    try {
      while (true) {
        Socket device = listening.accept();
        Socket upstream = new Socket();
        open.add(device);
        open.add(upstream);
        device.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        upstream.connect(new InetSocketAddress(server.host(), server.port()));
        Thread.ofVirtual().start(() -> pass(device, upstream, this::copy));
        Thread.ofVirtual().start(() -> pass(upstream, device, this::copySpoilt));
      }
    } catch (SocketException _) {
      // It was closed.
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @FunctionalInterface
  private interface Copy {
    void copy(Socket from, Socket to) throws IOException;
  }

  private static void pass(Socket from, Socket to, Copy copy) {
    try (from;
        to) {
      copy.copy(from, to);
    } catch (EOFException | SocketException _) {
      // Either side has ended.
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void copy(Socket from, Socket to) throws IOException {
    from.getInputStream().transferTo(to.getOutputStream());
  }

  private void copySpoilt(Socket from, Socket to) throws IOException {
    var in = new DataInputStream(from.getInputStream());
    OutputStream out = to.getOutputStream();
    while (true) {
      int command = in.readInt();
      String body = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
      for (Frame frame : spoiler.spoil(new Frame(command, body))) {
        var frames = new DataOutputStream(out);
        frames.writeInt(frame.command());
        byte[] bytes = frame.body().getBytes(StandardCharsets.UTF_8);
        frames.writeInt(bytes.length);
        frames.write(bytes);
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
