package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Message;
import io.whaleshark.protocol.ConversationItem;
import io.whaleshark.translation.ToWire;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An item of a conversation list, but when it changed: every field that its owner is told, and the
/// state that these are made of.
///
/// @param told the item on the wire
/// @param newest the sequence of the newest message that the owner sees
/// @param group the group, without when it changed; null in a direct conversation
record Row(
    ConversationItem told, long newest, Optional<Message> lastMessage, @Nullable Group group) {

  static Row of(ConversationList.Item item) {
    return new Row(
        withoutTime(ToWire.item(item)),
        item.newestSequence(),
        item.newest(),
        item.counterpart() instanceof ConversationList.OfGroup(Group group)
            ? withoutTime(group)
            : null);
  }

  private static ConversationItem withoutTime(ConversationItem item) {
    return new ConversationItem(
        item.owner(),
        item.of(),
        0,
        item.readSequence(),
        item.messageSequence(),
        item.lastMessage(),
        item.unreadCount(),
        item.isMute(),
        item.isTop(),
        item.isDeleted(),
        item.state());
  }

  /// A group with all its fields but when it was changed.
  static Group withoutTime(Group group) {
    return new Group(
        group.id(), group.name(), group.owner(), group.memberCount(), group.dissolved(), 0);
  }
}
