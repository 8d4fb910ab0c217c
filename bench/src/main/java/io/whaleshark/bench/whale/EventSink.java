package io.whaleshark.bench.whale;

import io.whaleshark.bench.load.BenchException;
import io.whaleshark.bench.load.Loop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The program that a webhook's events go to, on a port of the loopback. Until it
/// [listens][#listen], whoever connects waits for an answer. It answers each event at once, and
/// looks at the few bytes that matter, since it shares the machine with the server. It verifies no
/// signatures: the tests of the server do.
public final class EventSink implements AutoCloseable {

  /// Receives what the sink was told, on the loop's thread.
  @FunctionalInterface
  public interface Taker {

    /// A message was sent.
    ///
    /// @param pair the number in the name of its sender
    /// @param number the number that its sender gave it
    /// @param sequence its sequence in the conversation
    void sent(int pair, long number, long sequence);
  }

  private static final int BACKLOG = 1_000;
  private static final int BUFFER_BYTES = 128 << 10;
  private static final byte[] TAKEN =
      "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocketChannel door;
  private final List<Visit> visits = new ArrayList<>();

  /// Opens the port.
  ///
  /// @throws BenchException if that is not possible
  public EventSink() {
    try {
      door = ServerSocketChannel.open();
      door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    } catch (IOException e) {
      throw new BenchException("cannot open a port: " + e.getMessage(), e);
    }
  }

  /// Where events go.
  public String url() {
    return "http://127.0.0.1:" + door.socket().getLocalPort() + "/";
  }

  /// Begins to answer on another loop, over new connections. Call it on the loop's thread.
  ///
  /// @param senders how the names of the senders begin; a number follows
  /// @param taker also of what others caused, as of pair -1
  public void listen(Loop loop, String senders, Taker taker) {
    hangUp();
    try {
      SelectionKey _ = loop.watch(door, SelectionKey.OP_ACCEPT, () -> accept(loop, senders, taker));
    } catch (IOException e) {
      throw new BenchException("cannot take events: " + e.getMessage(), e);
    }
  }

  private void accept(Loop loop, String senders, Taker taker) {
    try {
      SocketChannel channel = door.accept();
      if (channel != null) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Visit visit = new Visit(channel, senders, taker);
        visits.add(visit);
        SelectionKey _ = loop.watch(channel, SelectionKey.OP_READ, visit::read);
      }
    } catch (IOException _) {
      // The server tries again. If that does not help either, its events are missing in the end.
    }
  }

  /// A connection of the server.
  private static final class Visit {
    private final SocketChannel channel;
    private final Taker taker;
    private final FieldFinder senders;
    private final FieldFinder ids = FieldFinder.ofText("messageId", "m");
    private final FieldFinder sequences = new FieldFinder("messageSequence");
    private final ByteBuffer input = ByteBuffer.allocate(BUFFER_BYTES);

    Visit(SocketChannel channel, String senders, Taker taker) {
      this.channel = channel;
      this.taker = taker;
      this.senders = FieldFinder.ofText("fromId", senders);
    }

    /// An event that is not answered is told again, so nothing is lost where this fails.
    void read() {
      try {
        if (channel.read(input) < 0) {
          close();
          return;
        }
        int length = HttpText.length(input.array(), 0, input.position());
        if (length > 0) {
          take(input.array(), length);
          input.clear(); // the next one comes when this one is answered
          channel.write(ByteBuffer.wrap(TAKEN));
        } else if (!input.hasRemaining()) {
          close();
        }
      } catch (IOException _) {
        close();
      }
    }

    private void take(byte[] bytes, int to) {
      int body = HttpText.body(bytes, 0, to);
      int pair = (int) senders.number(bytes, body, to);
      taker.sent(pair, ids.number(bytes, body, to), sequences.number(bytes, body, to));
    }

    private void close() {
      try {
        channel.close();
      } catch (IOException _) {
        // The socket is useless now.
      }
    }
  }

  private void hangUp() {
    visits.forEach(Visit::close);
    visits.clear();
  }

  @Override
  public void close() {
    hangUp();
    try {
      door.close();
    } catch (IOException e) {
      throw new BenchException("cannot close a port: " + e.getMessage(), e);
    }
  }
}
