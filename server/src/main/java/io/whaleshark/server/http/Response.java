package io.whaleshark.server.http;

import io.whaleshark.protocol.Bytes;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/// The answer to a request. Immutable, but for pieces, which are taken once.
///
/// @param headers besides those that frame the answer, which the connection sets
public record Response(int status, List<Header> headers, Body body) {

  private static final int NO_CONTENT = 204;

  /// What follows the headers.
  public sealed interface Body {}

  /// All of it.
  ///
  /// @param sent runs once, when it is on the socket or never will be
  public record Whole(Bytes bytes, Runnable sent) implements Body {}

  /// Made while it is sent, each piece when the one before is on the socket. What fails there cuts
  /// the connection: the answer must not look whole.
  public record Pieces(Iterator<byte[]> pieces) implements Body {}

  /// The connection becomes a WebSocket.
  public record Upgrade() implements Body {}

  public Response {
    headers = List.copyOf(headers);
  }

  /// An answer of a type.
  public static Response of(int status, String contentType, byte[] bytes) {
    return of(status, contentType, new Whole(Bytes.of(bytes), () -> {}));
  }

  /// An answer of a type.
  public static Response of(int status, String contentType, Body body) {
    return new Response(status, List.of(new Header("Content-Type", contentType)), body);
  }

  /// An answer that has no more to say.
  public static Response noContent() {
    return new Response(NO_CONTENT, List.of(), new Whole(Bytes.EMPTY, () -> {}));
  }

  /// The same with one more header.
  public Response with(String name, String value) {
    List<Header> more =
        Stream.concat(headers.stream(), Stream.of(new Header(name, value))).toList();
    return new Response(status, more, body);
  }
}
