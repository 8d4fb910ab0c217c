package io.whaleshark.archives.tables;

import io.whaleshark.archives.ChatFile;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.UserId;
import java.util.BitSet;
import java.util.Optional;

/// Which messages of a conversation stand in the file. Confined to one thread.
final class Told {

  private final MessageOrder order;
  private final BitSet places = new BitSet();

  Told(MessageOrder order) {
    this.order = order;
  }

  void note(Speaker.Spoken spoken) {
    places.set(spoken.place());
  }

  /// How many places there are so far, those of messages that are not in the file included.
  int end() {
    return places.length();
  }

  /// The newest message.
  Optional<ClientMessageId> newest() {
    return newest(0, end());
  }

  /// The newest message among some places.
  ///
  /// @param from inclusive
  /// @param to exclusive
  Optional<ClientMessageId> newest(int from, int to) {
    int place = to <= 0 ? -1 : places.previousSetBit(to - 1);
    if (place < from) {
      return Optional.empty();
    }
    StoredMessage message = order.messages().get(place);
    return Optional.of(
        new ClientMessageId(
            new UserId(ChatFile.APP, message.from()), String.valueOf(message.key())));
  }

  /// The newest message among some places that somebody has read.
  ///
  /// @param read the sequence up to which they have
  Optional<ClientMessageId> read(long read, int from) {
    return read <= 0 ? Optional.empty() : newest(from, Math.min(end(), order.upTo(read) + 1));
  }
}
