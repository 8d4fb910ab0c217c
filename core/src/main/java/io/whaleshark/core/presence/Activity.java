package io.whaleshark.core.presence;

import io.whaleshark.core.id.ConversationId;
import java.util.LinkedHashMap;
import java.util.Map;

/// When a session was last active, in each of its last conversations. Confined to the lane's
/// thread.
final class Activity {

  private static final int CONVERSATIONS_REMEMBERED = 16;

  /// The one that was active last at last. Most sessions have none: each node keeps all of them.
  private Map<ConversationId, Long> activeAt = Map.of();

  /// @param since what was before does not count any more, and is forgotten
  void note(ConversationId conversation, long stamp, long since) {
    if (activeAt.isEmpty()) {
      activeAt = new LinkedHashMap<>();
    }
    activeAt.remove(conversation);
    activeAt.values().removeIf(before -> before < since);
    if (activeAt.size() == CONVERSATIONS_REMEMBERED) {
      activeAt.remove(activeAt.keySet().iterator().next());
    }
    activeAt.put(conversation, stamp);
  }

  boolean isSince(ConversationId conversation, long stamp) {
    Long last = activeAt.get(conversation);
    return last != null && last >= stamp;
  }
}
