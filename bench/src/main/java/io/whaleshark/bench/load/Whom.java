package io.whaleshark.bench.load;

/// The receiver of a message: a user or a group.
///
/// @param name the name of the user or group
public record Whom(boolean isGroup, String name) {

  /// One user.
  public static Whom user(String name) {
    return new Whom(false, name);
  }

  /// All members of a group.
  public static Whom group(String name) {
    return new Whom(true, name);
  }
}
