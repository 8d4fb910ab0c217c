package io.whaleshark.bench.xmpp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Pieces of XML as bytes: encodes and finds them. Stateless.
final class XmlBytes {
  private XmlBytes() {}

  /// The bytes of a text.
  static byte[] of(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// The first index of the byte, or -1.
  static int find(byte[] bytes, int from, int to, char what) {
    for (int at = from; at < to; at++) {
      if (bytes[at] == what) {
        return at;
      }
    }
    return -1;
  }

  /// The first index of these bytes, or -1.
  static int find(byte[] bytes, int from, int to, byte[] what) {
    for (int at = from; at + what.length <= to; at++) {
      if (bytes[at] == what[0] && startsWith(bytes, at, to, what)) {
        return at;
      }
    }
    return -1;
  }

  /// Returns whether these bytes start at `from`.
  static boolean startsWith(byte[] bytes, int from, int to, byte[] what) {
    int end = from + what.length;
    return end <= to && Arrays.equals(bytes, from, end, what, 0, what.length);
  }

  /// The number whose digits start at `from`, or -1 if none does.
  static long digits(byte[] bytes, int from, int to) {
    long number = 0;
    int at = from;
    for (; at < to && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
      number = number * 10 + (bytes[at] - '0');
    }
    return at == from ? -1 : number;
  }
}
