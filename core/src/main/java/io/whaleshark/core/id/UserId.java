package io.whaleshark.core.id;

/// A user of an app, as the server knows them. Immutable.
///
/// @param app the app (isolated application space) the user belongs to
/// @param name the app's own name for the user: 1..[#NAME_CHARS_AT_MOST] characters, no control
///   characters
public record UserId(int app, String name) implements Comparable<UserId> {

  /// The longest name of a user, group, device or client message id, in characters.
  public static final int NAME_CHARS_AT_MOST = 128;

  /// Multiplies the first hash of a pair. Names of one kind differ in their last characters alone,
  /// so with 31 many a pair would share its hash with others, and maps by pairs were slow.
  static final int SPREAD = 0x9E3779B9;

  public UserId {
    requireName("user", name);
  }

  /// By app, then by the code points of the name, which is also the order of its UTF-8 bytes in any
  /// store.
  @Override
  public int compareTo(UserId other) {
    if (app != other.app) {
      return Integer.compare(app, other.app);
    }
    int common = Math.min(name.length(), other.name.length());
    for (int i = 0; i < common; i++) {
      char mine = name.charAt(i);
      char theirs = other.name.charAt(i);
      if (mine != theirs) {
        int above = Boolean.compare(Character.isSurrogate(mine), Character.isSurrogate(theirs));
        return above != 0 ? above : mine - theirs;
      }
    }
    return name.length() - other.name.length();
  }

  /// Refuses what cannot be a name: no less than the wire does, for a name that came another way
  /// and that no frame can carry would make every answer that holds it fail, for ever.
  ///
  /// @throws InvalidIdException naming the bound that was broken, never the value
  static void requireName(String what, String name) {
    if (name.isEmpty() || name.length() > NAME_CHARS_AT_MOST) {
      throw new InvalidIdException(
          what + ": " + name.length() + " characters (expected: 1.." + NAME_CHARS_AT_MOST + ")");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isISOControl(c)) {
        throw new InvalidIdException(what + ": a control character (expected: none)");
      }
      if (Character.isSurrogate(c)) {
        boolean paired = i + 1 < name.length() && Character.isSurrogatePair(c, name.charAt(i + 1));
        if (!paired) {
          throw new InvalidIdException(what + ": half a character (expected: valid Unicode)");
        }
        i++;
      }
    }
  }
}
