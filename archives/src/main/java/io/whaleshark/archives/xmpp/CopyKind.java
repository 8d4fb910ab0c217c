package io.whaleshark.archives.xmpp;

/// What an archived message is.
enum CopyKind {
  /// A message.
  SAID,
  /// A message whose text is gone.
  RECALLED,
  /// Another text for a message.
  CORRECTS,
  /// The sender takes a message back.
  RETRACTS,
  /// The sender has read a message.
  READ,
  /// A device of the sender has a message.
  RECEIVED;

  /// Whether it is a message itself.
  boolean isMessage() {
    return this == SAID || this == RECALLED;
  }
}
