package io.whaleshark.archives.tables;

/// What a member of a group may do. Immutable.
record GroupStanding(boolean admin, boolean muted) {

  static final GroupStanding PLAIN = new GroupStanding(false, false);
}
