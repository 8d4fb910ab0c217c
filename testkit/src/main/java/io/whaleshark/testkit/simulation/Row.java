package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Message;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An item of a conversation list: every field that its owner is shown, but when it changed.
///
/// @param peer how far the peer has read and received; null in a group
/// @param group the group, without when it changed; null in a direct conversation
record Row(
    ConversationId conversation,
    long newest,
    Optional<Message> lastMessage,
    long read,
    long unread,
    boolean isTop,
    boolean isMute,
    boolean isDeleted,
    ConversationList.@Nullable Peer peer,
    @Nullable Group group) {

  static Row of(ConversationList.Item view) {
    return new Row(
        view.participation().conversation(),
        view.newestSequence(),
        view.newest(),
        view.read(),
        view.unread(),
        view.participation().top(),
        view.participation().mute(),
        view.isDeleted(),
        view.counterpart() instanceof ConversationList.Peer peer ? peer : null,
        view.counterpart() instanceof ConversationList.OfGroup(Group group)
            ? withoutTime(group, view.nameOf(group))
            : null);
  }

  /// A group with all its fields but when it was changed.
  static Group withoutTime(Group group) {
    return withoutTime(group, group.name());
  }

  private static Group withoutTime(Group group, String name) {
    return new Group(group.id(), name, group.owner(), group.memberCount(), group.dissolved(), 0);
  }
}
