package io.whaleshark.core.engine;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Pin;
import java.util.List;

/// Which messages of conversations are pinned.
@FunctionalInterface
public interface Pins {

  /// The pins of a conversation, in the order of its messages. Each is of a message that was
  /// retained and not recalled when it was read. Cost: one read of as many rows.
  List<Pin> of(ConversationId conversation);
}
