package io.whaleshark.core.id;

/// A user of an app, as the server knows them. Immutable.
///
/// @param app the app (isolated application space) the user belongs to
/// @param name the app's own name for the user: 1..[#NAME_CHARS_AT_MOST] characters, no control characters
public record UserId(int app, String name) implements Comparable<UserId> {

  /// The longest name of a user, group, device or client message id, in characters.
  public static final int NAME_CHARS_AT_MOST = 128;

  public UserId {
    requireName("user", name);
  }

  @Override
  public int compareTo(UserId other) {
    int byApp = Integer.compare(app, other.app);
    return byApp != 0 ? byApp : name.compareTo(other.name);
  }

  /// Refuses what cannot be a name.
  ///
  /// @throws IllegalArgumentException naming the bound that was broken, never the value
  static void requireName(String what, String name) {
    if (name.isEmpty() || name.length() > NAME_CHARS_AT_MOST) {
      throw new IllegalArgumentException(
          what + ": " + name.length() + " characters (expected: 1.." + NAME_CHARS_AT_MOST + ")");
    }
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) < ' ') {
        throw new IllegalArgumentException(what + ": a control character (expected: none)");
      }
    }
  }
}
