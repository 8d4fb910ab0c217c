package io.whaleshark.bench.whale;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the parts of a message of HTTP/1.1, a request or an answer, whose head says how long its
/// body is. Stateless.
final class HttpText {
  private static final int HEAD_BYTES_AT_MOST = 8 << 10;
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final Pattern LENGTH =
      Pattern.compile("\\r\\ncontent-length: *(\\d{1,9})\\r\\n", Pattern.CASE_INSENSITIVE);

  private HttpText() {}

  /// Where the body begins; 0 while the head is not complete.
  ///
  /// @param from where the message begins
  /// @param to the end of the bytes, exclusive
  static int body(byte[] bytes, int from, int to) {
    for (int at = from; at + 3 < to; at++) {
      if (bytes[at] == '\r' && bytes[at + 1] == '\n' && bytes[at + 2] == '\r') {
        return at + 4;
      }
    }
    return 0;
  }

  /// The length of the message; 0 while it is not complete. The arguments are those of [#body].
  ///
  /// @throws IOException if the head is too long to be one
  static int length(byte[] bytes, int from, int to) throws IOException {
    int body = body(bytes, from, to);
    if (body == 0) {
      if (to - from > HEAD_BYTES_AT_MOST) {
        throw new IOException("no head of HTTP came");
      }
      return 0;
    }
    String head = new String(bytes, from, body - from, StandardCharsets.ISO_8859_1);
    Matcher length = LENGTH.matcher(head);
    int whole = body - from + (length.find() ? Integer.parseInt(length.group(1)) : 0);
    return whole <= to - from ? whole : 0;
  }

  /// The status of an answer.
  static long status(byte[] bytes, int from, int to) {
    return FieldFinder.digits(bytes, from + STATUS_AT, to);
  }
}
