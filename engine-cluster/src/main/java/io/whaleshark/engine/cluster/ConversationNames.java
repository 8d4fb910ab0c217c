package io.whaleshark.engine.cluster;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.InvalidIdException;
import io.whaleshark.core.id.UserId;

/// How conversations are named in rows: `d`, a tab, the two users with a tab between them; or `g`,
/// a tab, the group. No name contains a control character, and a tab sorts before all others: so
/// direct conversations come before groups, each by user or group.
final class ConversationNames {

  private static final char BETWEEN = '\t';
  private static final String DIRECT = "d" + BETWEEN;

  /// What the names of groups begin with.
  static final String GROUP = "g" + BETWEEN;

  /// The first text behind all names of groups.
  static final String BEHIND_GROUPS = "g" + (char) (BETWEEN + 1);

  private ConversationNames() {}

  static String of(ConversationId conversation) {
    return switch (conversation) {
      case ConversationId.Direct(UserId low, UserId high) ->
          DIRECT + low.name() + BETWEEN + high.name();
      case ConversationId.Group(int _, String name) -> GROUP + name;
    };
  }

  static ConversationId conversation(int app, String name) {
    try {
      return read(app, name);
    } catch (IllegalArgumentException | InvalidIdException e) {
      throw Failures.impossible("a conversation", e);
    }
  }

  private static ConversationId read(int app, String name) {
    if (name.startsWith(GROUP)) {
      return new ConversationId.Group(app, name.substring(GROUP.length()));
    }
    int between = name.indexOf(BETWEEN, DIRECT.length());
    if (between < 0) {
      throw new IllegalArgumentException("neither two users nor a group");
    }
    return new ConversationId.Direct(
        new UserId(app, name.substring(DIRECT.length(), between)),
        new UserId(app, name.substring(between + 1)));
  }
}
