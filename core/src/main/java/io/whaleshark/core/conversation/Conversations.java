package io.whaleshark.core.conversation;

import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.ConversationList.View;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.id.UserId;
import java.util.List;

/// Answers pulls of a user's own conversation list. Thread-safe; blocks while it reads.
public final class Conversations {

  /// A page of the list.
  ///
  /// @param views ascending by [View#changedAt]
  /// @param next the cursor for the next page
  /// @param completed whether no changed conversation was left
  public record Page(List<View> views, long next, boolean completed) {}

  private final ConversationList list;

  public Conversations(Engine engine) {
    this.list = engine.conversations();
  }

  /// The conversations that changed after a cursor (exclusive), oldest change first. A hidden one
  /// is told of only to those who may have it: whoever starts from 0 never sees it.
  public Page changedAfter(UserId user, long after, int limit) {
    List<View> changed = list.changedAfter(user, after, limit + 1);
    boolean completed = changed.size() <= limit;
    List<View> page = completed ? changed : changed.subList(0, limit);
    return new Page(
        page.stream().filter(view -> after > 0 || !view.isDeleted()).toList(),
        page.isEmpty() ? after : page.getLast().changedAt(),
        completed);
  }
}
