package io.whaleshark.server.api;

import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads the bodies of requests. Thread-safe; blocks while it reads.
///
/// A body that is too large is refused before it is read, and few large ones are under way at once:
/// so they take a bounded part of memory, whoever sends them (P10).
final class Bodies {

  /// What anybody may send, before it is known who it is.
  static final int SMALL_BYTES = 64 << 10;

  /// What may be sent by those who are let in: a group's members.
  static final int LARGE_BYTES = 4 << 20;

  /// The worst that fits into one, a million empty objects, takes a hundred MiB once it is read.
  static final int LARGE_AT_ONCE = 2;

  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([^\";\\s]*)", Pattern.CASE_INSENSITIVE);

  private final Semaphore large = new Semaphore(LARGE_AT_ONCE);

  /// Reads a small body.
  ///
  /// @throws Problem if it is larger, not UTF-8, no JSON object, or does not come in time
  /// @throws IOException if the client goes away
  JsonBody small(Request request) throws IOException {
    return new JsonBody(read(request, SMALL_BYTES));
  }

  /// Reads a body that may be large, and has something done with it. Until that is done the body
  /// counts as under way: what was made of it takes more memory than its bytes did.
  ///
  /// @throws Problem as [#small] does, or if others are large at the moment; and what `use` throws
  /// @throws IOException if the client goes away
  <T> T large(Request request, Function<JsonBody, T> use) throws IOException {
    long length = request.body().length(); // below 0 if nobody knows
    if (length >= 0 && length <= SMALL_BYTES) {
      return use.apply(small(request));
    }
    if (!large.tryAcquire()) {
      throw new Problem(RefusalCode.RETRY_LATER, "body: too many large ones, try again");
    }
    try {
      return use.apply(new JsonBody(read(request, LARGE_BYTES)));
    } finally {
      large.release();
    }
  }

  private static byte[] read(Request request, int atMost) throws IOException {
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

  private static void refuseOtherEncodings(Request request) {
    String encoding = request.header("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new Problem(
              RefusalCode.UNSUPPORTED_ENCODING,
              "Content-Encoding: not spoken (expected: identity, or none)")
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
          RefusalCode.UNSUPPORTED_ENCODING, "Content-Type: its charset (expected: utf-8)");
    }
  }

  private static Problem tooLarge(int atMost) {
    return new Problem(
        RefusalCode.TOO_LARGE, "body: too large (expected: at most " + atMost + " bytes)");
  }
}
