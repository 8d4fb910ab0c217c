package io.whaleshark.server.transfer;

import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.model.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The ids of those messages of a conversation that other lines name, and of the newest so far.
/// Memory: those that were asked for beforehand. Confined to one thread.
final class MessageIds {

  private final Map<Long, Optional<ClientMessageId>> wanted = new HashMap<>();
  private @Nullable ClientMessageId newest;

  /// Has the id of a message kept when it comes.
  void want(long sequence) {
    wanted.putIfAbsent(sequence, Optional.empty());
  }

  void note(Message message) {
    newest = message.clientId();
    wanted.computeIfPresent(message.sequence(), (_, _) -> Optional.of(message.clientId()));
  }

  /// The id of the newest message so far.
  Optional<ClientMessageId> newest() {
    return Optional.ofNullable(newest);
  }

  /// The id of a message that was wanted and has come.
  Optional<ClientMessageId> of(long sequence) {
    return wanted.getOrDefault(sequence, Optional.empty());
  }
}
