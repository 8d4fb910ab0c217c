package io.whaleshark.server.api;

import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads request bodies. Thread-safe; blocks while it reads.
///
/// A body that is too large is refused before it is read, and only a few large bodies are processed
/// at once; others wait for a while. So bodies use a bounded amount of memory, whoever sends them
/// (P10).
final class Bodies {

  /// The limit for everyone, before authentication.
  static final int SMALL_BYTES = 64 << 10;

  /// The limit for authorized callers, who may send the members of a group, or many messages.
  static final int LARGE_BYTES = 4 << 20;

  /// The worst body of this size, a million empty objects, takes a hundred MiB once it is parsed.
  static final int LARGE_AT_ONCE = 2;

  /// How long a large body waits for others, which takes no memory: nobody reads it meanwhile.
  private static final long WAITS_MILLIS = 3_000;

  private static final byte[] NO_FIELDS = {'{', '}'};

  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([^\";\\s]*)", Pattern.CASE_INSENSITIVE);

  private final Semaphore large = new Semaphore(LARGE_AT_ONCE, true);

  /// Reads a small body.
  ///
  /// @throws Problem if the body is larger, is not UTF-8, is not a JSON object, or does not arrive
  ///   in time
  /// @throws IOException if the client disconnects
  JsonBody small(ServerRequest request) throws IOException {
    return new JsonBody(read(request, SMALL_BYTES));
  }

  /// Reads a small body of a request that needs none: without one, all fields are absent.
  ///
  /// @throws Problem as [#small] does
  /// @throws IOException if the client disconnects
  JsonBody smallOrNone(ServerRequest request) throws IOException {
    byte[] body = read(request, SMALL_BYTES);
    return new JsonBody(body.length == 0 ? NO_FIELDS : body);
  }

  /// Reads the body of a request that says everything in its path and query: none, or one without
  /// fields.
  ///
  /// @throws Problem as [#small] does, or if the body has a field
  /// @throws IOException if the client disconnects
  void none(ServerRequest request) throws IOException {
    var _ = smallOrNone(request).holdingOnly();
  }

  /// Reads a body that may be large and passes it to `use`. The body counts as in progress until
  /// `use` returns, because the parsed form takes more memory than the bytes.
  ///
  /// @throws Problem as [#small] does, or if too many large bodies are in progress for long; also
  ///   what `use` throws
  /// @throws IOException if the client disconnects
  <T> T large(ServerRequest request, Function<JsonBody, T> use) throws IOException {
    return largeBytes(request, body -> use.apply(new JsonBody(body)));
  }

  /// Reads a body that may be large as [#large] does, and does not look into it.
  <T> T largeBytes(ServerRequest request, Function<byte[], T> use) throws IOException {
    long length = request.body().length(); // negative if unknown
    if (length >= 0 && length <= SMALL_BYTES) {
      return use.apply(read(request, SMALL_BYTES));
    }
    awaitRoom();
    try {
      return use.apply(read(request, LARGE_BYTES));
    } finally {
      large.release();
    }
  }

  private void awaitRoom() throws IOException {
    try {
      if (!large.tryAcquire(WAITS_MILLIS, TimeUnit.MILLISECONDS)) {
        throw Problem.tooBusy("body: too many large ones at once", WAITS_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static byte[] read(ServerRequest request, int atMost) throws IOException {
    refuseOtherEncodings(request);
    if (request.body().length() > atMost) {
      throw tooLarge(atMost);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] part = request.body().next();
    while (part.length > 0) {
      body.write(part, 0, part.length);
      if (body.size() > atMost) {
        throw tooLarge(atMost);
      }
      part = request.body().next();
    }
    return body.toByteArray();
  }

  private static void refuseOtherEncodings(ServerRequest request) {
    String encoding = request.header("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new Problem(
              RefusalCode.UNSUPPORTED_ENCODING,
              "Content-Encoding: not supported (expected: identity, or none)")
          .with("Accept-Encoding", "identity");
    }
    String type = request.header("Content-Type");
    boolean isUtf8 =
        type == null
            || CHARSET
                .matcher(type)
                .results()
                .map(found -> found.group(1).toLowerCase(Locale.ROOT))
                .allMatch(charset -> charset.equals("utf-8") || charset.equals("us-ascii"));
    if (!isUtf8) {
      throw new Problem(
          RefusalCode.UNSUPPORTED_ENCODING,
          "Content-Type: charset not supported (expected: utf-8)");
    }
  }

  private static Problem tooLarge(int atMost) {
    return new Problem(
        RefusalCode.TOO_LARGE, "body: too large (expected: at most " + atMost + " bytes)");
  }
}
