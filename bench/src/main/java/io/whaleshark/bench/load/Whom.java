package io.whaleshark.bench.load;

/// Whom a message is for: a user or a group.
///
/// @param name the user's or the group's
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
