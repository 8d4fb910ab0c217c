package io.whaleshark.core.id;

import java.util.Optional;

/// The one rule for all ids and names: of users, groups, devices and client messages, and for group
/// display names. A text that follows the rule is stored and returned unchanged. The frames could
/// not carry any other text.
public final class Names {

  /// The longest id of a user, group, device or client message, in characters (UTF-16 units).
  public static final int ID_CHARS_AT_MOST = 128;

  /// The maximum length of a group's display name, in characters (UTF-16 units).
  public static final int GROUP_NAME_CHARS_AT_MOST = 256;

  private Names() {}

  /// Finds why a text is not a valid name, apart from its length: a control character
  /// (U+0000–U+001F, U+007F–U+009F) or an unpaired surrogate.
  ///
  /// @return the fault, without any character of the text; empty if there is none
  public static Optional<String> fault(String what, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        return Optional.of(what + ": a control character (expected: none)");
      }
      if (Character.isSurrogate(c)) {
        boolean paired = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
        if (!paired) {
          return Optional.of(what + ": half a character (expected: valid Unicode)");
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
          what
              + ": "
              + id.length()
              + " characters (expected: "
              + atLeast
              + ".."
              + ID_CHARS_AT_MOST
              + ")");
    }
    fault(what, id)
        .ifPresent(fault -> {
          throw new InvalidIdException(fault);
        });
  }
}
