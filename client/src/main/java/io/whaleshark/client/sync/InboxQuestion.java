package io.whaleshark.client.sync;

import io.whaleshark.protocol.Peer;

/// A question from an [Inbox] to the server. Immutable.
public sealed interface InboxQuestion {

  /// Pulls the inbox after a cursor.
  ///
  /// @param after the cursor, exclusive
  record Pull(long after) implements InboxQuestion {}

  /// Pulls the history of a conversation after a sequence.
  ///
  /// @param after exclusive
  record History(Peer of, long after) implements InboxQuestion {}
}
