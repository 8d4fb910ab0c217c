package io.whaleshark.bench.xmpp;

import java.io.IOException;

/// Splits the input from an XMPP server into stanzas, by counting tags. Stateless.
///
/// A stanza is an element directly below the stream, or a tag that opens or closes the stream, or a
/// byte of white space between them. XMPP has no comments and no CDATA.
final class Stanzas {
  private static final int BYTES_AT_MOST = 16 << 20;
  private static final byte[] STREAM = XmlBytes.of("<stream:stream");

  private Stanzas() {}

  /// The length of the stanza that starts at `from`, or 0 while it isn't complete.
  ///
  /// @param to the end of the bytes, exclusive
  /// @throws IOException if no stanza can start with these bytes
  static int length(byte[] bytes, int from, int to) throws IOException {
    if (from == to) {
      return 0;
    }
    if (to - from > BYTES_AT_MOST) {
      throw new IOException("the server sent a stanza of more than " + BYTES_AT_MOST + " bytes");
    }
    if (bytes[from] != '<') {
      if (bytes[from] > ' ') {
        throw new IOException("the server sent something between stanzas");
      }
      return 1;
    }
    int depth = 0;
    int at = from;
    while (at >= 0) {
      int end = tagEnd(bytes, at, to);
      if (end < 0) {
        return 0;
      }
      depth += step(bytes, at, end);
      if (depth <= 0 || XmlBytes.startsWith(bytes, at, end, STREAM)) {
        return end - from;
      }
      at = XmlBytes.find(bytes, end, to, '<');
    }
    return 0;
  }

  /// The change of nesting depth by a tag: 1, 0 or -1.
  private static int step(byte[] bytes, int from, int end) {
    return switch (bytes[from + 1]) {
      case '?' -> 0;
      case '/' -> -1;
      default -> bytes[end - 2] == '/' ? 0 : 1;
    };
  }

  /// The end of the tag that starts at `from`, exclusive, or -1 while it isn't complete. A `>`
  /// inside an attribute does not end the tag.
  static int tagEnd(byte[] bytes, int from, int to) {
    byte quote = 0;
    for (int at = from; at < to; at++) {
      byte b = bytes[at];
      if (quote != 0) {
        quote = b == quote ? 0 : quote;
      } else if (b == '>') {
        return at + 1;
      } else if (b == '\'' || b == '"') {
        quote = b;
      }
    }
    return -1;
  }
}
