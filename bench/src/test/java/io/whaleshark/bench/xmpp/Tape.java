package io.whaleshark.bench.xmpp;

import io.whaleshark.bench.load.Address;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Plays what was recorded at ejabberd 23.01 to the one who connects: says the lines `S:`, and goes
/// on only when it gets the lines `C:`, byte by byte. Thread-safe.
final class Tape implements AutoCloseable {
  private static final int MARK_LENGTH = 3;
  private static final long PATIENCE_SECONDS = 20;

  private final List<String> lines;
  private final List<CountDownLatch> reached;
  private final CountDownLatch over = new CountDownLatch(1);
  private final ServerSocket listening;
  private volatile String mismatch = "";

  Tape(String name) throws IOException, URISyntaxException {
    var url = Objects.requireNonNull(Tape.class.getResource(name + ".tape"), name);
    lines = Files.readAllLines(Path.of(url.toURI()));
    reached = Stream.generate(() -> new CountDownLatch(1)).limit(lines.size()).toList();
    listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("tape").start(this::play);
  }

  Address address() {
    return new Address("127.0.0.1", listening.getLocalPort());
  }

  private void play() {
    try (Socket client = listening.accept()) {
      client.setTcpNoDelay(true);
      for (int i = 0; i < lines.size() && mismatch.isEmpty(); i++) {
        reached.get(i).countDown();
        byte[] bytes = lines.get(i).substring(MARK_LENGTH).getBytes(StandardCharsets.UTF_8);
        if (lines.get(i).startsWith("S: ")) {
          client.getOutputStream().write(bytes);
        } else {
          compare(i, bytes, client.getInputStream());
        }
      }
      over.countDown();
      // The connection stays until the client ends it.
      client.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      mismatch = e.toString();
    }
  }

  private void compare(int line, byte[] expected, InputStream in) throws IOException {
    var heard = new String(in.readNBytes(expected.length), StandardCharsets.UTF_8);
    if (!lines.get(line).endsWith(heard)) {
      mismatch = "line " + (line + 1) + ": " + heard;
    }
  }

  /// Waits until the tape waits for a line of the client that starts like this.
  void awaits(String start) throws InterruptedException {
    int line = 0;
    while (!lines.get(line).startsWith("C: " + start)) {
      line++;
    }
    if (!reached.get(line).await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("line " + (line + 1) + " is not reached " + mismatch);
    }
  }

  /// Waits until all was played, and tells where the client said something else; nothing if it did
  /// not.
  String mismatch() throws InterruptedException {
    boolean played = over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return played ? mismatch : "it was not played to its end " + mismatch;
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
