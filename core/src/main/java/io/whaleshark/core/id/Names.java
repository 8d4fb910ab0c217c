package io.whaleshark.core.id;

import java.util.Optional;

/// The one rule for every text that names something: users, groups and what they are called,
/// devices, client message ids. Whatever keeps it is stored and shown again as it came, to the last
/// character; no frame could carry anything else.
public final class Names {

  /// The longest id of a user, group, device or client message, in characters (UTF-16 units).
  public static final int ID_CHARS_AT_MOST = 128;

  /// The longest name that a group is shown by.
  public static final int GROUP_NAME_CHARS_AT_MOST = 256;

  private Names() {}

  /// What makes a text no name, whatever its length: a control character (U+0000–U+001F,
  /// U+007F–U+009F) or half of a surrogate pair.
  ///
  /// @return never a character of the text
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

  /// Refuses what cannot be an id.
  ///
  /// @param atLeast how many characters it has at least
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
