package io.whaleshark.core.session;

import io.whaleshark.core.id.ConversationId;
import java.util.LinkedHashMap;
import java.util.Map;

/// When a device was last active, in each of its last conversations. Confined to the lane's thread.
final class Activity {

  private static final int CONVERSATIONS_REMEMBERED = 16;

  private final Map<ConversationId, Long> activeAt =
      new LinkedHashMap<>(CONVERSATIONS_REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ConversationId, Long> eldest) {
          return size() > CONVERSATIONS_REMEMBERED;
        }
      };

  void note(ConversationId conversation, long stamp) {
    activeAt.put(conversation, stamp);
  }

  boolean isSince(ConversationId conversation, long stamp) {
    return activeAt.getOrDefault(conversation, 0L) >= stamp;
  }
}
