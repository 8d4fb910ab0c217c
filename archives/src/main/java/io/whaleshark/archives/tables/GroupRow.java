package io.whaleshark.archives.tables;

/// A row that concerns a group. Those of one group follow one another: the group itself, its
/// members, and that it has messages. Immutable.
sealed interface GroupRow {

  /// The group's id.
  String group();

  /// The group itself.
  ///
  /// @param name empty for none
  record Itself(String group, String owner, String name, boolean dissolved, boolean muted)
      implements GroupRow {}

  /// Somebody who is a member, or was.
  ///
  /// @param role as the source counts them
  /// @param joined when they came last; 0 if nobody knows
  /// @param left when they went last; 0 if they never did
  /// @param mutedUntil 0 for not at all
  record Member(String group, String user, int role, long joined, long left, long mutedUntil)
      implements GroupRow {

    private static final int ADMIN = 1;

    /// This one and what is above it are gone.
    private static final int GONE = 3;

    boolean isThere() {
      return role < GONE;
    }

    boolean isAdmin() {
      return role == ADMIN;
    }
  }

  /// It has messages.
  record Speaking(String group) implements GroupRow {}
}
