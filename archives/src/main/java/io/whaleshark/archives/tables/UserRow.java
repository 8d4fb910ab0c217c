package io.whaleshark.archives.tables;

/// What holds of a user outside of conversations. Immutable.
sealed interface UserRow {

  /// The user takes nothing of another one.
  record Block(String user, String blocked) implements UserRow {}

  /// The user may not do everything.
  record Limited(String user, boolean forbidden, boolean silent, boolean deleted)
      implements UserRow {}
}
