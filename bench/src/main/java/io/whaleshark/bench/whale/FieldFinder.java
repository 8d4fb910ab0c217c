package io.whaleshark.bench.whale;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Finds the value of a JSON field in bytes, without parsing. Confined to one thread.
///
/// It first looks where the field was the last time: the benchmark's ids have a fixed width, so
/// nearly every frame of a kind has the field at the same offset. Don't use it for JSON of other
/// origin: the name could occur inside a text.
final class FieldFinder {
  private static final int ABSENT = -1;

  private final byte[] key;
  private int lastOffset;

  /// Finds the field whatever its value.
  FieldFinder(String field) {
    this(field, "");
  }

  private FieldFinder(String field, String valueStart) {
    key = ("\"" + field + "\":" + valueStart).getBytes(StandardCharsets.US_ASCII);
  }

  /// Finds the field if its value is a text with this prefix; the result is the index after the
  /// prefix.
  static FieldFinder ofText(String field, String start) {
    return new FieldFinder(field, "\"" + start);
  }

  /// Where the value starts, or -1.
  ///
  /// @param from inclusive
  /// @param to exclusive
  int find(byte[] bytes, int from, int to) {
    if (isAt(bytes, from + lastOffset, to)) {
      return from + lastOffset + key.length;
    }
    for (int at = from; at + key.length <= to; at++) {
      if (bytes[at] == '"' && isAt(bytes, at, to)) {
        lastOffset = at - from;
        return at + key.length;
      }
    }
    return ABSENT;
  }

  private boolean isAt(byte[] bytes, int at, int to) {
    return at + key.length <= to && Arrays.equals(bytes, at, at + key.length, key, 0, key.length);
  }

  /// The field's numeric value, or -1 if there is none.
  long number(byte[] bytes, int from, int to) {
    int at = find(bytes, from, to);
    return at < 0 ? ABSENT : digits(bytes, at, to);
  }

  /// The number whose digits start here, or -1 if none does.
  static long digits(byte[] bytes, int from, int to) {
    long number = 0;
    int at = from;
    for (; at < to && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
      number = number * 10 + (bytes[at] - '0');
    }
    return at == from ? ABSENT : number;
  }

  /// Returns whether these bytes occur in the range.
  static boolean contains(byte[] bytes, int from, int to, byte[] what) {
    for (int at = from; at + what.length <= to; at++) {
      if (Arrays.equals(bytes, at, at + what.length, what, 0, what.length)) {
        return true;
      }
    }
    return false;
  }
}
