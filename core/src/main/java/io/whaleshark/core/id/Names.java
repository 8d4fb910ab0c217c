package io.whaleshark.core.id;

import java.util.Optional;
import java.util.regex.Pattern;

/// The one rule for all ids and names: of users, groups, devices and client messages, and for group
/// display names. A text that follows the rule is stored and returned unchanged. The frames could
/// not carry any other text. Display names, which people read, have to be visible besides.
public final class Names {

  /// The longest id of a user, group, device or client message, in characters (UTF-16 units).
  public static final int ID_CHARS_AT_MOST = 128;

  /// The maximum length of a group's display name, in characters (UTF-16 units).
  public static final int GROUP_NAME_CHARS_AT_MOST = 256;

  /// What would tear a name into lines, or turn the direction of the text around it.
  private static final Pattern LAYOUT =
      Pattern.compile("[\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");

  /// Letters, digits, punctuation, symbols and what later versions of Unicode may add to them,
  /// except those that show nothing: fillers, the empty Braille pattern, reserved ignorable ones.
  private static final Pattern VISIBLE =
      Pattern.compile(
          "[\\p{L}\\p{N}\\p{P}\\p{S}\\p{Co}\\p{Cn}"
              + "&&[^\\u115F\\u1160\\u2065\\u2800\\u3164\\uFFA0"
              + "\\uFFF0-\\uFFF8\\x{E0000}-\\x{E0FFF}]]");

  private Names() {}

  /// Finds why a text is not a valid display name, apart from its length: it breaks the rule of
  /// ids, has a line or paragraph separator or a bidirectional embedding, override or isolate, or
  /// shows nothing.
  ///
  /// @return the fault, without any character of the text; empty if there is none
  public static Optional<String> displayFault(String text) {
    Optional<String> fault = fault(text);
    if (fault.isPresent()) {
      return fault;
    }
    if (LAYOUT.matcher(text).find()) {
      return Optional.of("a line separator or bidirectional control (expected: none)");
    }
    return VISIBLE.matcher(text).find()
        ? Optional.empty()
        : Optional.of("nothing visible (expected: a letter, digit, punctuation mark or symbol)");
  }

  /// Finds why a text is not a valid id, apart from its length: a control character (U+0000–U+001F,
  /// U+007F–U+009F) or an unpaired surrogate.
  private static Optional<String> fault(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        return Optional.of("a control character (expected: none)");
      }
      if (Character.isSurrogate(c)) {
        boolean paired = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
        if (!paired) {
          return Optional.of("an unpaired surrogate (expected: valid Unicode)");
        }
        i++;
      }
    }
    return Optional.empty();
  }

  /// Checks that a text is a valid id.
  ///
  /// @param atLeast the minimum length in characters
  /// @throws InvalidIdException naming the bound that was broken, never the value
  static void requireId(String what, String id, int atLeast) {
    if (id.length() < atLeast || id.length() > ID_CHARS_AT_MOST) {
      throw new InvalidIdException(
          what, id.length() + " characters (expected: " + atLeast + ".." + ID_CHARS_AT_MOST + ")");
    }
    fault(id)
        .ifPresent(fault -> {
          throw new InvalidIdException(what, fault);
        });
  }
}
