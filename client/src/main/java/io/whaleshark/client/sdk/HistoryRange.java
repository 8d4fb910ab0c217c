package io.whaleshark.client.sdk;

import io.whaleshark.protocol.PageEvent.HistoryPage;
import io.whaleshark.protocol.Peer;

/// A range of a conversation's messages. Immutable.
public sealed interface HistoryRange {

  /// The maximum number of messages, 1..500.
  int limit();

  /// The newest messages.
  record Newest(int limit) implements HistoryRange {}

  /// The last messages below a sequence.
  ///
  /// @param sequence exclusive
  record Before(long sequence, int limit) implements HistoryRange {}

  /// The first messages above a sequence.
  ///
  /// @param sequence exclusive
  record After(long sequence, int limit) implements HistoryRange {}

  /// Pulls the messages of this range. Blocks.
  ///
  /// @throws ClientException as [Client#history]
  default HistoryPage askedOf(Client client, Peer of) {
    return switch (this) {
      case Newest(int limit) -> client.history(of, limit);
      case Before(long sequence, int limit) -> client.historyBefore(of, sequence, limit);
      case After(long sequence, int limit) -> client.historyAfter(of, sequence, limit);
    };
  }
}
