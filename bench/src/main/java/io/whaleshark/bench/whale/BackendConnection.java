package io.whaleshark.bench.whale;

import io.whaleshark.bench.load.Address;
import io.whaleshark.bench.load.BenchException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A connection over which an application's backend makes one HTTP request after the other. It
/// costs the machine little, so that a run measures the server. Confined to one thread.
public final class BackendConnection implements AutoCloseable {
  private static final int OK = 200;
  private static final String LENGTH = "content-length:";

  private final Address address;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final StringBuilder line = new StringBuilder();

  /// @throws BenchException if the server cannot be reached
  public BackendConnection(Address address) {
    this.address = address;
    try {
      socket = new Socket(address.host(), address.port());
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /// Makes a request, and waits for its answer.
  ///
  /// @param body of JSON; empty for none
  /// @throws BenchException if the answer is another than 200, or none
  public String ask(String method, String path, byte[] body) {
    String head =
        method
            + ' '
            + path
            + " HTTP/1.1\r\nHost: "
            + address
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    byte[] request = new byte[head.length() + body.length];
    byte[] bytes = head.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, request, 0, bytes.length);
    System.arraycopy(body, 0, request, bytes.length, body.length);
    try {
      out.write(request);
      return answer();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private String answer() throws IOException {
    int status = Integer.parseInt(nextLine().split(" ", 3)[1]);
    int length = 0;
    for (String header = nextLine(); !header.isEmpty(); header = nextLine()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith(LENGTH)) {
        length = Integer.parseInt(lower.substring(LENGTH.length()).trim());
      }
    }
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    if (status != OK) {
      throw new BenchException("the server answers " + status + ": " + body, null);
    }
    return body;
  }

  private String nextLine() throws IOException {
    line.setLength(0);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server has closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private BenchException failure(IOException e) {
    return new BenchException("cannot reach " + address + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }
}
