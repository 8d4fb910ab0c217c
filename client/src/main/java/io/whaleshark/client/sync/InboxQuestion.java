package io.whaleshark.client.sync;

import io.whaleshark.protocol.Peer;

/// What an [Inbox] wants to know from the server. Immutable.
public sealed interface InboxQuestion {

  /// What the inbox holds after a cursor.
  ///
  /// @param after exclusive
  record Pull(long after) implements InboxQuestion {}

  /// What a conversation holds after a sequence.
  ///
  /// @param after exclusive
  record History(Peer of, long after) implements InboxQuestion {}
}
