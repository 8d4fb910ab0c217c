package io.whaleshark.translation;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.conversation.Conversations;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.history.History;
import io.whaleshark.core.history.PinnedMessages;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.model.Pinning;
import io.whaleshark.core.model.Reacted;
import io.whaleshark.core.model.Typing;
import io.whaleshark.core.receipt.Readers;
import io.whaleshark.core.receipt.ReceiptSettings;
import io.whaleshark.core.session.Push;
import io.whaleshark.protocol.BlockEvent;
import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.protocol.ConversationEvent;
import io.whaleshark.protocol.ConversationItem;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.GroupEvent;
import io.whaleshark.protocol.MessageEvent;
import io.whaleshark.protocol.PageEvent;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.PinSet;
import io.whaleshark.protocol.PushRequest;
import io.whaleshark.protocol.PushTokenEvent;
import io.whaleshark.protocol.React;
import io.whaleshark.protocol.ReadEvent;
import io.whaleshark.protocol.ReceiptsEvent;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.ReplaceRequest;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.SessionEvent;
import io.whaleshark.protocol.TypingNotify;
import io.whaleshark.protocol.TypingRequest;
import io.whaleshark.protocol.Written;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Converts core objects to wire objects. Stateless.
public final class ToWire {

  private static final long MICROS_PER_MILLI = 1_000;

  /// Stands for what was recalled.
  private static final Message.Sent NOTHING =
      new Message.Sent(Payload.of(new byte[] {'"', '"'}), Payload.NONE);

  private ToWire() {}

  /// Converts a stamp to the wire's message time, in milliseconds since 1970.
  public static long millis(long stamp) {
    return stamp / MICROS_PER_MILLI;
  }

  /// Returns the client type for a device kind.
  public static ClientType clientType(DeviceKind kind) {
    return switch (kind) {
      case API -> ClientType.WEB_API;
      case WEB -> ClientType.WEB;
      case IOS -> ClientType.IOS;
      case ANDROID -> ClientType.ANDROID;
      case WINDOWS -> ClientType.WINDOWS;
      case MAC -> ClientType.MAC;
    };
  }

  /// Returns a conversation as a participant names it on the wire.
  public static Peer peer(ConversationId conversation, UserId owner) {
    return switch (conversation) {
      case ConversationId.Direct direct -> Peer.direct(direct.peerOf(owner).name());
      case ConversationId.Group group -> Peer.group(group.name());
    };
  }

  /// Returns the message as every receiver gets it, with its newest content; a recalled message has
  /// no body.
  public static ChatMessage message(Message message) {
    return switch (message.content()) {
      case Message.Sent sent -> message(message, sent, null);
      case Message.Vetted vetted -> message(message, vetted.wanted(), null);
      case Message.Edited edited -> message(message, edited.newest(), millis(edited.time()));
      case Message.Recalled _ -> message(message, NOTHING, null);
    };
  }

  private static ChatMessage message(
      Message message, Message.Sent content, @Nullable Long editedTime) {
    Payload extra = content.extra();
    return new ChatMessage(
        message.conversation().app(),
        message.clientId().value(),
        message.sender().name(),
        peer(message.conversation(), message.sender()),
        Bytes.of(content.body().bytes()),
        extra.isNone() ? null : Bytes.of(extra.bytes()),
        millis(message.time()),
        message.stamp(),
        message.sequence(),
        editedTime,
        message.isRecalled());
  }

  /// Returns the event that answers a request; null if success is silent.
  ///
  /// @param nowMillis the server's time, for the answer to a login
  public static @Nullable Event event(Request request, Answer answer, long nowMillis) {
    return switch (answer) {
      case Answer.Sent(Message message) ->
          new MessageEvent.SendAck(
              peer(message.conversation(), message.sender()).type(),
              message.clientId().value(),
              message.stamp(),
              message.sequence(),
              millis(message.time()),
              request.requestId());
      case Answer.Recalled(Message message) ->
          new MessageEvent.RecallAck(
              message.clientId().value(), message.stamp(), message.sequence(), request.requestId());
      case Answer.Edited(Message message) -> editAck(message, request.requestId());
      case Answer.Pinned(Pinning pinning) -> pinAck(pinning, request.requestId());
      case Answer.ReactionSet(Reacted reacted) -> WireReactions.ack(reacted, request.requestId());
      case Answer.LoggedIn(long newestPosition) when request instanceof Request.LogIn login ->
          new SessionEvent.LoginAck(login.userId(), nowMillis, newestPosition, login.requestId());
      case Answer.LoggedIn _,
          Answer.Announced _,
          Answer.GroupIs _,
          Answer.ViewsErased _,
          Answer.Imported _,
          Answer.Passed _ ->
          throw new IllegalStateException("no answer to " + request.command() + ": " + answer);
      case Answer.Done _ -> done(request);
      case Answer.Refused(var refusal, String detail) ->
          Refused.of(request, Refusals.code(refusal), detail);
    };
  }

  /// Returns the answer to an edit.
  ///
  /// @param message as it is since then
  public static MessageEvent.EditAck editAck(Message message, @Nullable String requestId) {
    ChatMessage edited = message(message);
    return new MessageEvent.EditAck(
        edited.messageId(),
        edited.messageKey(),
        edited.messageSequence(),
        Objects.requireNonNull(edited.editedTime()),
        requestId);
  }

  /// Returns the answer to who pins a message, or pins it no more.
  public static MessageEvent.PinAck pinAck(Pinning pinning, @Nullable String requestId) {
    return new MessageEvent.PinAck(
        pinning.clientId(), pinning.stamp(), pinning.sequence(), pinnedTime(pinning), requestId);
  }

  /// When the message was pinned; null if it is pinned no more.
  private static @Nullable Long pinnedTime(Pinning pinning) {
    return pinning.pin().map(pin -> millis(pin.at())).orElse(null);
  }

  private static MessageEvent.PinNotify pinNotify(Pinning pinning, UserId owner) {
    return new MessageEvent.PinNotify(
        peer(pinning.conversation(), owner),
        pinning.by().map(UserId::name).orElse(null),
        pinning.clientId(),
        pinning.stamp(),
        pinning.sequence(),
        pinnedTime(pinning));
  }

  /// The pinned messages of a conversation.
  public static PageEvent.PinPage pinPage(
      List<PinnedMessages.Pinned> pinned, @Nullable String requestId) {
    return new PageEvent.PinPage(
        pinned.stream()
            .map(each ->
                new PageEvent.PinnedMessage(message(each.message()), millis(each.pin().at())))
            .toList(),
        requestId);
  }

  /// Returns the answer to a request whose success carries no data.
  private static @Nullable Event done(Request request) {
    return switch (request) {
      case Request.ConversationSet set -> ConversationEvent.ConversationSetAck.of(set);
      case Request.BlockSet set -> BlockEvent.BlockSetAck.of(set);
      case Request.ReceiptsSet set -> ReceiptsEvent.ReceiptsSetAck.of(set);
      case PushRequest.PushTokenSet set -> PushTokenEvent.PushTokenSetAck.of(set);
      case PushRequest.PushTokenRemove remove -> PushTokenEvent.PushTokenRemoveAck.of(remove);
      case Request.ReceiveAck _, Request.Read _, TypingRequest _, Request.OfSession _ -> null;
      case Written _, ReplaceRequest _, PinSet _, React _, Request.Question _ ->
          throw new IllegalStateException("no answer to " + request.command());
    };
  }

  /// Converts a push.
  public static Event event(Push push) {
    return switch (push) {
      case Push.InboxEntry entry -> entry(entry);
      case Push.Received(
              UserId receiver,
              UserId sender,
              Push.ReceivedMessage message,
              boolean byServer) ->
          new MessageEvent.ReceiveAckPush(
              receiver.name(),
              sender.name(),
              message.stamp(),
              message.clientId(),
              message.sequence(),
              byServer);
      case Push.OwnRead(UserId reader, ConversationId conversation, long sequence, long unread) ->
          new ReadEvent.ReadNotify(peer(conversation, reader), reader.name(), sequence, unread);
      case Push.PeerRead(UserId reader, ConversationId.Direct conversation, long sequence) ->
          new ReadEvent.ReadReceipt(reader.name(), conversation.peerOf(reader).name(), sequence);
      case Push.GroupRead(
              UserId reader,
              ConversationId.Group group,
              long sequence,
              Message counted,
              long readCount) ->
          new ReadEvent.GroupReadReceipt(
              group.name(),
              reader.name(),
              sequence,
              counted.sequence(),
              readCount,
              counted.audience());
      case Push.MessagePinned(Pinning pinning, UserId owner) -> pinNotify(pinning, owner);
      case Push.MessageReacted(Reacted reacted, UserId owner) ->
          WireReactions.push(reacted, peer(reacted.conversation(), owner));
      case Push.TypingShown(Typing typing) ->
          new TypingNotify(
              peer(typing.conversation(), typing.author()), typing.author().name(), typing.isOn());
      case Push.ReceiptsSwitched(UserId owner, boolean shared, boolean shown) ->
          new ReceiptsEvent.ReceiptsUpdated(owner.name(), shared, shown);
      case Push.ConversationSet(ConversationList.Item item) -> conversationSet(item);
      case Push.MembersAdded(Group group, List<UserId> members) ->
          new GroupEvent.MembersAdded(
              group.id().name(),
              group.name(),
              group.owner().name(),
              members.stream().map(UserId::name).toList(),
              group.memberCount());
      case Push.MemberRemoved(Group group, UserId member) ->
          new GroupEvent.MemberRemoved(group.id().name(), member.name(), group.memberCount());
      case Push.GroupRenamed(Group group) ->
          new GroupEvent.Renamed(group.id().name(), group.name(), group.owner().name());
      case Push.GroupDissolved(Group group) -> new GroupEvent.Dissolved(group.id().name());
    };
  }

  /// Returns a [MessageEvent.MessagePush], or a [MessageEvent.RecallNotify] if the message was
  /// recalled.
  public static MessageEvent entry(Push.InboxEntry entry) {
    return entry.message().isRecalled()
        ? recallNotify(entry)
        : messagePush(entry, message(entry.message()));
  }

  /// Returns the push of a message that is already converted.
  public static MessageEvent.MessagePush messagePush(Push.InboxEntry entry, ChatMessage message) {
    return new MessageEvent.MessagePush(
        message,
        entry.owner().name(),
        entry.message().inboxPosition(),
        entry.previousPosition(),
        entry.silent());
  }

  private static MessageEvent.RecallNotify recallNotify(Push.InboxEntry entry) {
    Message tombstone = entry.message();
    return new MessageEvent.RecallNotify(
        tombstone.conversation().app(),
        entry.owner().name(),
        peer(tombstone.conversation(), tombstone.sender()),
        tombstone.sender().name(),
        tombstone.clientId().value(),
        tombstone.stamp(),
        tombstone.sequence(),
        tombstone.inboxPosition(),
        entry.previousPosition());
  }

  private static Event conversationSet(ConversationList.Item item) {
    UserId owner = item.participation().user();
    return item.isDeleted()
        ? new ConversationEvent.ConversationDeleted(
            owner.name(), peer(item.participation().conversation(), owner))
        : new ConversationEvent.ConversationUpdated(item(item));
  }

  /// Returns an item of a conversation list.
  public static ConversationItem item(ConversationList.Item item) {
    UserId owner = item.participation().user();
    return new ConversationItem(
        owner.name(),
        peer(item.participation().conversation(), owner),
        item.changedAt(),
        item.read(),
        // A new member does not see earlier messages, but their sequences still count (P6).
        Math.max(item.newestSequence(), item.membership().read()),
        item.newest().map(ToWire::message).orElse(null),
        item.unread(),
        item.participation().mute(),
        item.participation().top(),
        item.isDeleted(),
        state(item));
  }

  private static ConversationItem.State state(ConversationList.Item item) {
    return switch (item.counterpart()) {
      case ConversationList.Peer(long read, long received) ->
          new ConversationItem.DirectState(read, received);
      // A former member does not see later changes of the group.
      case ConversationList.OfGroup(Group group) ->
          new ConversationItem.GroupState(
              item.membership().isOpen() ? group.memberCount() : 0, item.nameOf(group));
    };
  }

  /// A pulled slice of an inbox.
  public static PageEvent.InboxPage inboxPage(
      UserId owner, long after, Inboxes.Slice slice, @Nullable String requestId) {
    return new PageEvent.InboxPage(
        slice.messages().stream()
            .map(m -> new PageEvent.InboxEntry(message(m), owner.name(), m.inboxPosition()))
            .toList(),
        slice.messages().isEmpty() ? after : slice.messages().getLast().inboxPosition(),
        slice.completed(),
        slice.truncated(),
        slice.gaps().stream()
            .map(gap -> new PageEvent.Gap(peer(gap.conversation(), owner), gap.from(), gap.to()))
            .toList(),
        requestId);
  }

  /// A pulled page of a conversation list.
  public static PageEvent.ConversationPage conversationPage(
      Conversations.Page page, @Nullable String requestId) {
    return new PageEvent.ConversationPage(
        page.items().stream().map(ToWire::item).toList(), page.next(), page.completed(), requestId);
  }

  /// A pulled page of a history.
  public static PageEvent.HistoryPage historyPage(History.Page page, @Nullable String requestId) {
    return new PageEvent.HistoryPage(
        page.messages().stream().map(ToWire::message).toList(), page.completed(), requestId);
  }

  /// What holds of a user's receipts.
  public static ReceiptsEvent.ReceiptsState receipts(
      ReceiptSettings.State state, @Nullable String requestId) {
    return new ReceiptsEvent.ReceiptsState(
        state.shared(), state.shown(), state.changeable(), requestId);
  }

  /// All whom a user blocks.
  public static BlockEvent.BlockPage blockPage(List<UserId> blocked, @Nullable String requestId) {
    return new BlockEvent.BlockPage(blocked.stream().map(UserId::name).toList(), requestId);
  }

  /// A pulled page of who has read a message.
  public static PageEvent.GroupReadersPage readersPage(
      Readers.AudiencePage page, @Nullable String requestId) {
    return new PageEvent.GroupReadersPage(
        page.readCount(),
        page.message().audience(),
        page.readers().stream().map(r -> new PageEvent.Reader(r.user().name(), r.read())).toList(),
        page.completed(),
        requestId);
  }

  /// How many have read each message of a range.
  public static PageEvent.GroupReadCountsPage countsPage(
      Readers.ReadCounts counts, @Nullable String requestId) {
    return new PageEvent.GroupReadCountsPage(
        counts.group().memberCount(),
        counts.counts().stream()
            .map(c ->
                new PageEvent.ReadCount(
                    c.message().sequence(), c.readCount(), c.message().audience()))
            .toList(),
        requestId);
  }
}
