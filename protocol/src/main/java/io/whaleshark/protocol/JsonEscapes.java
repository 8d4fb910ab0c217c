package io.whaleshark.protocol;

import java.nio.charset.StandardCharsets;

/// What the escapes of a JSON text mean (RFC 8259, section 7). Stateless.
final class JsonEscapes {

  /// How many digits an escape with a `u` has.
  static final int HEX_DIGITS = 4;

  static final int HEX = 16;

  private JsonEscapes() {}

  /// The text with each escape undone. Half a surrogate pair stays half of one.
  ///
  /// @param json UTF-8, with well-formed escapes
  /// @param start of the text, behind its quote (inclusive)
  /// @param end of the text, before its quote (exclusive)
  static String undone(byte[] json, int start, int end) {
    StringBuilder text = new StringBuilder(end - start);
    int at = start;
    while (at < end) {
      int from = at;
      while (at < end && json[at] != '\\') {
        at++;
      }
      text.append(new String(json, from, at - from, StandardCharsets.UTF_8));
      if (at < end) {
        boolean isHex = json[at + 1] == 'u';
        text.append(isHex ? hex(json, at + 2) : meant(json[at + 1]));
        at += isHex ? 2 + HEX_DIGITS : 2;
      }
    }
    return text.toString();
  }

  private static char hex(byte[] json, int from) {
    int value = 0;
    for (int i = from; i < from + HEX_DIGITS; i++) {
      value = HEX * value + Character.digit(json[i], HEX);
    }
    return (char) value;
  }

  private static char meant(byte escape) {
    return switch (escape) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> (char) escape;
    };
  }
}
