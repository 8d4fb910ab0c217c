package io.whaleshark.server.http;

import io.whaleshark.protocol.Bytes;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/// The answer to a request. Immutable, except for pieces, which are consumed once.
///
/// @param headers without the framing headers, which the connection sets
public record Response(int status, List<Header> headers, Body body) {

  private static final int NO_CONTENT = 204;

  /// What follows the headers.
  public sealed interface Body {}

  /// The complete body.
  ///
  /// @param sent runs once, when the body has been written or never will be
  public record Whole(Bytes bytes, Runnable sent) implements Body {}

  /// A streamed body: each piece is made when the one before has been written. A failure meanwhile
  /// aborts the connection, so that the answer does not look complete.
  ///
  /// @param sent runs once, when the last piece has been written or none will be any more
  public record Pieces(Iterator<byte[]> pieces, Runnable sent) implements Body {

    /// Pieces that hold nothing.
    public Pieces(Iterator<byte[]> pieces) {
      this(pieces, () -> {});
    }
  }

  /// The connection becomes a WebSocket.
  public record Upgrade() implements Body {}

  public Response {
    headers = List.copyOf(headers);
  }

  /// An answer with a content type.
  public static Response of(int status, String contentType, byte[] bytes) {
    return of(status, contentType, new Whole(Bytes.of(bytes), () -> {}));
  }

  /// An answer with a content type.
  public static Response of(int status, String contentType, Body body) {
    return new Response(status, List.of(new Header("Content-Type", contentType)), body);
  }

  /// An answer without a body.
  public static Response noContent() {
    return new Response(NO_CONTENT, List.of(), new Whole(Bytes.EMPTY, () -> {}));
  }

  /// Returns the same answer with one more header.
  public Response with(String name, String value) {
    List<Header> more =
        Stream.concat(headers.stream(), Stream.of(new Header(name, value))).toList();
    return new Response(status, more, body);
  }
}
