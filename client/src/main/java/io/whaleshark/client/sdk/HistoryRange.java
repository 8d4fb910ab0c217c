package io.whaleshark.client.sdk;

import io.whaleshark.protocol.PageEvent.HistoryPage;
import io.whaleshark.protocol.Peer;

/// Which messages of a conversation are asked for. Immutable.
public sealed interface HistoryRange {

  /// How many at most, 1..500.
  int limit();

  /// The newest ones.
  record Newest(int limit) implements HistoryRange {}

  /// The last ones below a sequence.
  ///
  /// @param sequence exclusive
  record Before(long sequence, int limit) implements HistoryRange {}

  /// The first ones above a sequence.
  ///
  /// @param sequence exclusive
  record After(long sequence, int limit) implements HistoryRange {}

  /// Asks for them. Blocks.
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
