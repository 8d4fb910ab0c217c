package io.whaleshark.archives.tables;

/// A user's copy of a direct message. Immutable.
record DirectRow(String owner, String to, StoredMessage message) {

  String from() {
    return message.from();
  }

  /// Whether it is a copy of one of the two.
  boolean isSound() {
    return owner.equals(from()) || owner.equals(to);
  }

  /// The other one of the two.
  String peer() {
    return owner.equals(from()) ? to : from();
  }
}
