package io.whaleshark.testkit.simulation;

import io.whaleshark.core.conversation.Conversations;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.history.History;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.session.Push;
import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ConversationItem;
import io.whaleshark.protocol.ConversationType;
import io.whaleshark.protocol.MessageEvent;
import io.whaleshark.protocol.PageEvent;
import io.whaleshark.protocol.Peer;
import java.util.List;

/// What the core says, as a device of one user hears it on the wire: the parts of the SDK know
/// nothing else.
final class Said {

  private static final long MICROS_PER_MILLI = 1_000;

  private Said() {}

  static Peer peer(ConversationId conversation, UserId owner) {
    return switch (conversation) {
      case ConversationId.Direct direct -> Peer.direct(direct.peerOf(owner).name());
      case ConversationId.Group group -> Peer.group(group.name());
    };
  }

  static ConversationId conversation(Peer peer, UserId owner) {
    return peer.type() == ConversationType.DIRECT
        ? ConversationId.Direct.between(owner, Scene.user(peer.id()))
        : Scene.group(peer.id());
  }

  static ChatMessage message(Message message) {
    return new ChatMessage(
        Scene.APP,
        message.clientId().value(),
        message.sender().name(),
        peer(message.conversation(), message.sender()),
        message.content() instanceof Message.Sent sent
            ? Bytes.of(sent.body().bytes())
            : Bytes.EMPTY,
        null,
        message.stamp() / MICROS_PER_MILLI,
        message.stamp(),
        message.sequence(),
        message.isRecalled());
  }

  static MessageEvent.MessagePush push(Push.InboxEntry entry) {
    return new MessageEvent.MessagePush(
        message(entry.message()),
        entry.owner().name(),
        entry.message().inboxPosition(),
        previous(entry),
        entry.silent());
  }

  static MessageEvent.RecallNotify recall(Push.InboxEntry entry) {
    Message tombstone = entry.message();
    return new MessageEvent.RecallNotify(
        Scene.APP,
        entry.owner().name(),
        peer(tombstone.conversation(), tombstone.sender()),
        tombstone.sender().name(),
        tombstone.clientId().value(),
        tombstone.stamp(),
        tombstone.sequence(),
        tombstone.inboxPosition(),
        previous(entry));
  }

  /// A push out of turn has no entry before it, and the wire no negative numbers.
  private static long previous(Push.InboxEntry entry) {
    return Math.max(0, entry.previousPosition());
  }

  /// @param next the cursor that goes with it
  static PageEvent.InboxPage page(UserId owner, Inboxes.Slice slice, long next) {
    return new PageEvent.InboxPage(
        slice.messages().stream()
            .map(m -> new PageEvent.InboxEntry(message(m), owner.name(), m.inboxPosition()))
            .toList(),
        next,
        slice.completed(),
        slice.truncated(),
        slice.gaps().stream()
            .map(gap -> new PageEvent.Gap(peer(gap.conversation(), owner), gap.from(), gap.to()))
            .toList(),
        null);
  }

  static PageEvent.HistoryPage history(History.Page page) {
    return new PageEvent.HistoryPage(
        page.messages().stream().map(Said::message).toList(), page.completed(), null);
  }

  static List<ConversationItem> list(Conversations.Page page) {
    return page.views().stream().map(Said::item).toList();
  }

  private static ConversationItem item(ConversationList.Item view) {
    UserId owner = view.participation().user();
    return new ConversationItem(
        owner.name(),
        peer(view.participation().conversation(), owner),
        view.changedAt(),
        view.read(),
        Math.max(view.newestSequence(), view.membership().read()),
        view.newest().map(Said::message).orElse(null),
        view.unread(),
        view.participation().mute(),
        view.participation().top(),
        view.isDeleted(),
        switch (view.counterpart()) {
          case ConversationList.Peer(long read, long received) ->
              new ConversationItem.DirectState(read, received);
          case ConversationList.OfGroup(var group) ->
              new ConversationItem.GroupState(group.memberCount(), group.name());
        });
  }
}
