package io.whaleshark.server.http;

import io.whaleshark.protocol.RefusalCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Decodes the parts of a request's target (RFC 3986, 2.1). Stateless.
final class PercentEncoding {

  private static final int ENCODED_CHARS = 3; // %2F

  private PercentEncoding() {}

  /// @param part what it is a part of, for people
  /// @throws Problem if the text is not encoded as it must be
  static String decoded(String part, String raw) {
    return raw.indexOf('%') < 0 && isAscii(raw) ? raw : decodedOctets(part, raw);
  }

  private static boolean isAscii(String raw) {
    return raw.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  private static String decodedOctets(String part, String raw) {
    ByteBuffer bytes = ByteBuffer.allocate(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.put(octet(part, raw, i));
        i += ENCODED_CHARS - 1;
      } else if (c > ' ' && c < 0x7F) {
        bytes.put((byte) c);
      } else {
        throw malformed(part, "a character that has to be percent-encoded");
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw malformed(part, "percent-encoded bytes that are not UTF-8");
    }
  }

  private static byte octet(String part, String raw, int at) {
    try {
      return (byte) HexFormat.fromHexDigits(raw, at + 1, at + ENCODED_CHARS);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw malformed(part, "a % that two hexadecimal digits do not follow");
    }
  }

  private static Problem malformed(String part, String what) {
    return new Problem(RefusalCode.MALFORMED, part + ": " + what);
  }
}
