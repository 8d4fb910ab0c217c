package io.whaleshark.server.fuzz;

import io.whaleshark.protocol.Event;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/// A TCP connection on which an input arrives, in two pieces.
///
/// The first byte: the highest bit says whether a login comes before the rest, the others after how
/// many bytes the second piece begins.
public final class TcpFuzz {

  private static final int LOGGED_IN = 0x80;
  private static final byte[] LOGIN = "{\"userId\":\"alice\"}".getBytes(StandardCharsets.UTF_8);

  private TcpFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    Cursor input = new Cursor(bytes);
    int plan = input.octet();
    try (Peer peer = Peer.open(Peer.Transport.TCP)) {
      if ((plan & LOGGED_IN) != 0) {
        peer.send(9000, 10001, "fuzz", LOGIN);
        peer.next();
      }
      try {
        peer.write(input.take(plan & ~LOGGED_IN));
        peer.write(input.rest());
        peer.endOutput();
      } catch (SocketException e) {
        // the server has read enough
      }
      Event event = peer.next();
      while (event != null) {
        event = peer.next();
      }
    }
    FuzzServer.check();
  }
}
