package io.whaleshark.server.http;

import io.whaleshark.protocol.RefusalCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The target of a request line (RFC 9112, 3.2): a path, or the server as a whole. Immutable.
///
/// Apart from percent-encoding each path has one spelling: nothing is normalised.
///
/// @param segments the decoded parts between the slashes; empty for the server as a whole
/// @param authority the host in the target itself, as clients send it to a proxy
record Target(List<String> segments, Optional<String> authority) {

  private static final Pattern ABSOLUTE =
      Pattern.compile("https?://([^/?#]+)(/[^?#]*)?(\\?[^#]*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern PATH = Pattern.compile("(/[^?#]*)(\\?[^#]*)?");
  private static final int ENCODED_CHARS = 3; // %2F

  /// @throws Problem if the text is neither
  static Target of(String text) {
    if (text.equals("*")) {
      return new Target(List.of(), Optional.empty());
    }
    Matcher path = PATH.matcher(text);
    if (path.matches()) {
      return new Target(segments(path.group(1)), Optional.empty());
    }
    Matcher absolute = ABSOLUTE.matcher(text);
    if (absolute.matches()) {
      String behind = absolute.group(2) == null ? "/" : absolute.group(2);
      return new Target(segments(behind), Optional.of(absolute.group(1)));
    }
    throw malformed("no path (expected: /…)");
  }

  /// Returns the canonical path, for callers that do not decode it.
  String path() {
    return "/" + String.join("/", segments);
  }

  private static List<String> segments(String path) {
    return Arrays.stream(path.substring(1).split("/", -1)).map(Target::segment).toList();
  }

  private static String segment(String raw) {
    if (raw.equals(".") || raw.equals("..")) {
      throw malformed("a segment . or .. (expected: none)");
    }
    return raw.indexOf('%') < 0 && isAscii(raw) ? raw : decoded(raw);
  }

  private static boolean isAscii(String raw) {
    return raw.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  private static String decoded(String raw) {
    ByteBuffer bytes = ByteBuffer.allocate(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.put(octet(raw, i));
        i += ENCODED_CHARS - 1;
      } else if (c > ' ' && c < 0x7F) {
        bytes.put((byte) c);
      } else {
        throw malformed("a character that has to be percent-encoded");
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw malformed("percent-encoded bytes that are not UTF-8");
    }
  }

  private static byte octet(String raw, int at) {
    try {
      return (byte) HexFormat.fromHexDigits(raw, at + 1, at + ENCODED_CHARS);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw malformed("a % that two hexadecimal digits do not follow");
    }
  }

  private static Problem malformed(String what) {
    return new Problem(RefusalCode.MALFORMED, "path: " + what);
  }
}
