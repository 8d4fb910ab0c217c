package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.model.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where the edits and recalls of a batch that is being stored move messages. Confined to the
/// simulation's thread.
final class MovedEntries {

  private final List<Message> replaced = new ArrayList<>();

  void add(List<Change> changes) {
    for (Change change : changes) {
      if (change instanceof Change.MessageReplaced(Message message, long _)) {
        replaced.add(message);
      }
    }
  }

  /// Where the next replacement of a message has moved it; 0 if there is none.
  long next(Line message) {
    Optional<Message> next =
        replaced.stream()
            .filter(stored -> stored.conversation().equals(message.chat.id))
            .filter(stored -> stored.sequence() == message.sequence)
            .findFirst();
    next.ifPresent(replaced::remove);
    return next.map(Message::inboxPosition).orElse(0L);
  }

  void clear() {
    replaced.clear();
  }
}
