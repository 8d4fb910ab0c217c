package io.whaleshark.core.id;

/// A user of an app, as the server knows them. Immutable.
///
/// @param app the app (isolated application space) the user belongs to
/// @param name the app's own name for the user: 1..[Names#ID_CHARS_AT_MOST] characters, as [Names]
///   says
public record UserId(int app, String name) implements Comparable<UserId> {

  /// The multiplier for the first hash of a pair. Similar names differ in their last characters
  /// only, so with the usual 31 many pairs would collide, which made hash maps slow.
  static final int SPREAD = 0x9E3779B9;

  public UserId {
    Names.requireId("user", name, 1);
  }

  /// Orders by app, then by the code points of the name, which equals the order of its UTF-8 bytes.
  @Override
  public int compareTo(UserId other) {
    if (app != other.app) {
      return Integer.compare(app, other.app);
    }
    return Names.compare(name, other.name);
  }
}
