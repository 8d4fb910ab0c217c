package io.whaleshark.server.fuzz;

import io.whaleshark.protocol.Event;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/// A WebSocket on which an input arrives. Its first byte says as what: the bytes of the handshake,
/// those of WebSocket frames, or the content of messages, text and binary, each of which begins
/// with its length; and whether a login comes before it.
public final class WebSocketFuzz {

  private static final int LOGGED_IN = 4;
  private static final byte[] LOGIN = "{\"userId\":\"alice\"}".getBytes(StandardCharsets.UTF_8);

  private WebSocketFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    Cursor input = new Cursor(bytes);
    int plan = input.octet();
    switch (plan & 3) {
      case 0 -> handshake(input);
      case 1 -> frames(input, (plan & LOGGED_IN) != 0);
      case 2 -> messages(input, Peer.TEXT, (plan & LOGGED_IN) != 0);
      default -> messages(input, Peer.BINARY, (plan & LOGGED_IN) != 0);
    }
    FuzzServer.check();
  }

  private static void handshake(Cursor input) throws IOException {
    try (Peer peer = Peer.beforeHandshake()) {
      attempt(() -> peer.write(input.rest()));
      attempt(peer::endOutput);
      peer.drain();
    }
  }

  private static void frames(Cursor input, boolean loggedIn) throws IOException {
    try (Peer peer = open(Peer.BINARY, loggedIn)) {
      attempt(() -> peer.write(input.rest()));
      end(peer);
    }
  }

  private static void messages(Cursor input, int opcode, boolean loggedIn) throws IOException {
    try (Peer peer = open(opcode, loggedIn)) {
      while (!input.isAtEnd()) {
        byte[] message = input.take(2 * input.octet());
        attempt(() -> peer.sendMessage(opcode, message));
      }
      end(peer);
    }
  }

  private static Peer open(int opcode, boolean loggedIn) throws IOException {
    Peer peer = Peer.open(opcode == Peer.TEXT ? Peer.Transport.TEXT : Peer.Transport.BINARY);
    if (loggedIn) {
      peer.send(9000, 10001, "fuzz", LOGIN);
      peer.next();
    }
    return peer;
  }

  private static void end(Peer peer) throws IOException {
    attempt(peer::endOutput);
    Event event = peer.next();
    while (event != null) {
      event = peer.next();
    }
  }

  private interface Step {
    void take() throws IOException;
  }

  /// The server may have read enough and closed.
  private static void attempt(Step step) throws IOException {
    try {
      step.take();
    } catch (SocketException e) {
      // so it has
    }
  }
}
