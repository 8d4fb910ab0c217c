package io.whaleshark.server.http;

import io.whaleshark.protocol.RefusalCode;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The target of a request line (RFC 9112, 3.2): a path, or the server as a whole. Immutable.
///
/// Apart from percent-encoding each path has one spelling: nothing is normalised.
///
/// @param segments the decoded parts between the slashes; empty for the server as a whole
/// @param rawQuery what follows the question mark, not decoded
/// @param authority the host in the target itself, as clients send it to a proxy
public record Target(List<String> segments, String rawQuery, Optional<String> authority) {

  private static final Pattern ABSOLUTE =
      Pattern.compile("https?://([^/?#]+)(/[^?#]*)?(?:\\?([^#]*))?", Pattern.CASE_INSENSITIVE);
  private static final Pattern PATH = Pattern.compile("(/[^?#]*)(?:\\?([^#]*))?");

  /// @throws Problem if the text is neither
  static Target of(String text) {
    if (text.equals("*")) {
      return new Target(List.of(), "", Optional.empty());
    }
    Matcher path = PATH.matcher(text);
    if (path.matches()) {
      return new Target(segments(path.group(1)), query(path.group(2)), Optional.empty());
    }
    Matcher absolute = ABSOLUTE.matcher(text);
    if (absolute.matches()) {
      String behind = absolute.group(2) == null ? "/" : absolute.group(2);
      return new Target(segments(behind), query(absolute.group(3)), Optional.of(absolute.group(1)));
    }
    throw malformed("no path (expected: /…)");
  }

  private static String query(@Nullable String found) {
    return Objects.requireNonNullElse(found, "");
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
    return PercentEncoding.decoded("path", raw);
  }

  private static Problem malformed(String what) {
    return new Problem(RefusalCode.MALFORMED, "path: " + what);
  }
}
