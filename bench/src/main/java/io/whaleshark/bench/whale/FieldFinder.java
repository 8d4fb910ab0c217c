package io.whaleshark.bench.whale;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Finds the value of a JSON field by its bytes, without parsing. Confined to one thread.
///
/// It looks first where the field was the last time: the bench's ids have a fixed width, so nearly
/// every frame of a kind has it in the same place. Not for JSON that strangers wrote: the name
/// could stand inside a text.
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

  /// Finds the field if its value is a text that starts like this; what is found is what follows.
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

  /// The number that is the field's value, or -1 if there is none.
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

  /// Whether these bytes stand somewhere.
  static boolean contains(byte[] bytes, int from, int to, byte[] what) {
    for (int at = from; at + what.length <= to; at++) {
      if (Arrays.equals(bytes, at, at + what.length, what, 0, what.length)) {
        return true;
      }
    }
    return false;
  }
}
