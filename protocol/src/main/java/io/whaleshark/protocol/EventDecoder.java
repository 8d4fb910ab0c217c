package io.whaleshark.protocol;

import io.whaleshark.protocol.BlockEvent.BlockPage;
import io.whaleshark.protocol.BlockEvent.BlockSetAck;
import io.whaleshark.protocol.ConversationEvent.ConversationDeleted;
import io.whaleshark.protocol.ConversationEvent.ConversationSetAck;
import io.whaleshark.protocol.ConversationEvent.ConversationUpdated;
import io.whaleshark.protocol.GroupEvent.Dissolved;
import io.whaleshark.protocol.GroupEvent.MemberRemoved;
import io.whaleshark.protocol.GroupEvent.MembersAdded;
import io.whaleshark.protocol.GroupEvent.Renamed;
import io.whaleshark.protocol.MessageEvent.EditAck;
import io.whaleshark.protocol.MessageEvent.MessagePush;
import io.whaleshark.protocol.MessageEvent.PinAck;
import io.whaleshark.protocol.MessageEvent.PinNotify;
import io.whaleshark.protocol.MessageEvent.RecallAck;
import io.whaleshark.protocol.MessageEvent.RecallNotify;
import io.whaleshark.protocol.MessageEvent.ReceiveAckPush;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.PageEvent.ConversationPage;
import io.whaleshark.protocol.PageEvent.Gap;
import io.whaleshark.protocol.PageEvent.GroupReadCountsPage;
import io.whaleshark.protocol.PageEvent.GroupReadersPage;
import io.whaleshark.protocol.PageEvent.HistoryPage;
import io.whaleshark.protocol.PageEvent.InboxEntry;
import io.whaleshark.protocol.PageEvent.InboxPage;
import io.whaleshark.protocol.PageEvent.PinPage;
import io.whaleshark.protocol.PageEvent.PinnedMessage;
import io.whaleshark.protocol.PageEvent.ReadCount;
import io.whaleshark.protocol.PageEvent.Reader;
import io.whaleshark.protocol.PushTokenEvent.PushTokenRemoveAck;
import io.whaleshark.protocol.PushTokenEvent.PushTokenSetAck;
import io.whaleshark.protocol.ReadEvent.GroupReadReceipt;
import io.whaleshark.protocol.ReadEvent.ReadNotify;
import io.whaleshark.protocol.ReadEvent.ReadReceipt;
import io.whaleshark.protocol.ReceiptsEvent.ReceiptsSetAck;
import io.whaleshark.protocol.ReceiptsEvent.ReceiptsState;
import io.whaleshark.protocol.ReceiptsEvent.ReceiptsUpdated;
import io.whaleshark.protocol.SessionEvent.Kicked;
import io.whaleshark.protocol.SessionEvent.LoginAck;
import io.whaleshark.protocol.SessionEvent.Pong;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decodes an [Event] from a command and its data, for clients. Stateless.
final class EventDecoder {
  private EventDecoder() {}

  static Event decode(int number, byte[] data) {
    try {
      var command = CommandNumber.of(number);
      if (command == null || !command.isEvent()) {
        throw unknown(number);
      }
      var fields = EventFields.of(data);
      var request = command.resultOf();
      return request != null && fields.int32(Field.CODE) != RefusalCode.SUCCESS
          ? refusedResult(request, fields)
          : event(command, fields);
    } catch (ProtocolException e) {
      throw e.of(number, null, null);
    }
  }

  private static ProtocolException unknown(int number) {
    return new ProtocolException(
        RefusalCode.UNKNOWN_COMMAND,
        "command: " + number + " (expected: a command that a server may send)");
  }

  /// A result that is a refusal.
  private static Refused refusedResult(CommandNumber request, EventFields fields) {
    var data = fields.objectIfPresent(Field.DATA);
    return new Refused(
        fields.int32(Field.CODE),
        fields.text(Field.MSG),
        request.number(),
        data == null ? null : data.textIfPresent(Field.MESSAGE_ID),
        requestId(fields),
        data == null ? null : data.numberIfPresent(Field.RETRY_AFTER_MILLIS));
  }

  private static Event event(CommandNumber command, EventFields fields) {
    return switch (command) {
      case LOGIN_ACK -> loginAck(fields.object(Field.DATA), requestId(fields));
      case KICKED -> kicked(fields);
      case PING -> new Pong(requestId(fields));
      case REFUSED -> refused(fields);
      case MSG_ACK ->
          sendAck(ConversationType.DIRECT, fields.object(Field.DATA), requestId(fields));
      case GROUP_MSG_ACK ->
          sendAck(ConversationType.GROUP, fields.object(Field.DATA), requestId(fields));
      case MSG_P2P, MSG_GROUP, EDIT_NOTIFY -> messagePush(fields);
      case MSG_RECEIVE_ACK -> receiveAck(fields);
      case RECALL_ACK -> recallAck(fields.object(Field.DATA), requestId(fields));
      case RECALL_NOTIFY -> recallNotify(fields);
      case EDIT_ACK -> editAck(fields.object(Field.DATA), requestId(fields));
      case PIN_ACK -> pinAck(fields.object(Field.DATA), requestId(fields));
      case PIN_NOTIFY -> pinNotify(fields);
      case PIN_PAGE -> pinPage(fields);
      case REACT_ACK -> ReactionDecoder.ack(fields.object(Field.DATA), requestId(fields));
      case REACTION_NOTIFY -> ReactionDecoder.notify(fields);
      case REACTION_PAGE -> ReactionDecoder.page(fields, requestId(fields));
      case REACTORS_PAGE -> ReactionDecoder.reactors(fields, requestId(fields));
      case INBOX_PAGE -> inboxPage(fields);
      case HISTORY_PAGE -> historyPage(fields);
      case CONVERSATION_PAGE -> conversationPage(fields);
      case GROUP_READERS_PAGE -> groupReaders(fields);
      case GROUP_READ_COUNTS_PAGE -> groupReadCounts(fields);
      case MSG_READ_NOTIFY, GROUP_READ_NOTIFY -> readNotify(fields);
      case MSG_READ_RECEIPT -> readReceipt(fields);
      case GROUP_READ_RECEIPT -> groupReadReceipt(fields);
      case CONVERSATION_SET_ACK -> setAck(fields.object(Field.DATA), requestId(fields));
      case CONVERSATION_UPDATED -> new ConversationUpdated(ConversationItem.read(fields));
      case CONVERSATION_DELETED -> conversationDeleted(fields);
      case BLOCK_SET_ACK -> blockSetAck(fields.object(Field.DATA), requestId(fields));
      case RECEIPTS_SET_ACK ->
          new ReceiptsSetAck(fields.object(Field.DATA).flag(Field.RECEIPTS_ON), requestId(fields));
      case RECEIPTS_STATE -> receiptsState(fields);
      case PUSH_TOKEN_SET_ACK ->
          new PushTokenSetAck(fields.object(Field.DATA).text(Field.SERVICE), requestId(fields));
      case PUSH_TOKEN_REMOVE_ACK -> new PushTokenRemoveAck(requestId(fields));
      case RECEIPTS_UPDATED -> receiptsUpdated(fields);
      case TYPING_NOTIFY ->
          new TypingNotify(fields.peer(), fields.text(Field.FROM_ID), fields.flag(Field.IS_TYPING));
      case BLOCK_PAGE -> new BlockPage(fields.texts(Field.BLOCKED_IDS), requestId(fields));
      case GROUP_MEMBERS_ADDED -> membersAdded(fields);
      case GROUP_MEMBER_REMOVED -> memberRemoved(fields);
      case GROUP_RENAMED -> renamed(fields);
      case GROUP_DISSOLVED -> new Dissolved(fields.text(Field.GROUP_ID));
      case LOGIN, LOGOUT, RECALL, EDIT, PIN, PIN_PULL, INBOX_PULL, MSG_READ, GROUP_READ ->
          throw unknown(command.number());
      case REACT, REACTION_PULL, REACTORS_PULL -> throw unknown(command.number());
      case GROUP_READERS, GROUP_READ_COUNTS, BLOCK_SET, BLOCK_PULL ->
          throw unknown(command.number());
      case RECEIPTS_SET, RECEIPTS_PULL, PUSH_TOKEN_SET, PUSH_TOKEN_REMOVE ->
          throw unknown(command.number());
      case CONVERSATION_PULL, HISTORY_PULL, CONVERSATION_SET, TYPING ->
          throw unknown(command.number());
    };
  }

  private static @Nullable String requestId(EventFields fields) {
    return fields.textIfPresent(Field.REQUEST_ID);
  }

  private static LoginAck loginAck(EventFields data, @Nullable String requestId) {
    return new LoginAck(
        data.text(Field.USER_ID),
        data.number(Field.SERVER_TIME),
        data.number(Field.MAX_SEQUENCE),
        requestId);
  }

  private static SendAck sendAck(
      ConversationType type, EventFields data, @Nullable String requestId) {
    return new SendAck(
        type,
        data.text(Field.MESSAGE_ID),
        data.number(Field.MESSAGE_KEY),
        data.number(Field.MESSAGE_SEQUENCE),
        data.number(Field.MESSAGE_TIME),
        requestId);
  }

  private static RecallAck recallAck(EventFields data, @Nullable String requestId) {
    return new RecallAck(
        data.text(Field.MESSAGE_ID),
        data.number(Field.MESSAGE_KEY),
        data.number(Field.MESSAGE_SEQUENCE),
        requestId);
  }

  private static EditAck editAck(EventFields data, @Nullable String requestId) {
    return new EditAck(
        data.text(Field.MESSAGE_ID),
        data.number(Field.MESSAGE_KEY),
        data.number(Field.MESSAGE_SEQUENCE),
        data.number(Field.EDITED_TIME),
        requestId);
  }

  private static PinAck pinAck(EventFields data, @Nullable String requestId) {
    return new PinAck(
        data.text(Field.MESSAGE_ID),
        data.number(Field.MESSAGE_KEY),
        data.number(Field.MESSAGE_SEQUENCE),
        data.numberIfPresent(Field.PINNED_TIME),
        requestId);
  }

  private static PinNotify pinNotify(EventFields fields) {
    return new PinNotify(
        fields.peer(),
        fields.textIfPresent(Field.FROM_ID),
        fields.text(Field.MESSAGE_ID),
        fields.number(Field.MESSAGE_KEY),
        fields.number(Field.MESSAGE_SEQUENCE),
        fields.numberIfPresent(Field.PINNED_TIME));
  }

  private static PinPage pinPage(EventFields fields) {
    return new PinPage(
        fields.objects(Field.DATA_LIST).stream()
            .map(each -> new PinnedMessage(ChatMessage.read(each), each.number(Field.PINNED_TIME)))
            .toList(),
        requestId(fields));
  }

  private static ReceiptsState receiptsState(EventFields fields) {
    return new ReceiptsState(
        fields.flag(Field.RECEIPTS_ON),
        fields.flag(Field.OTHERS_SHOWN),
        fields.flag(Field.CHANGEABLE),
        requestId(fields));
  }

  private static ReceiptsUpdated receiptsUpdated(EventFields fields) {
    return new ReceiptsUpdated(
        fields.text(Field.FROM_ID),
        fields.flag(Field.RECEIPTS_ON),
        fields.flag(Field.OTHERS_SHOWN));
  }

  private static BlockSetAck blockSetAck(EventFields data, @Nullable String requestId) {
    return new BlockSetAck(data.text(Field.BLOCKED_ID), data.flag(Field.IS_BLOCKED), requestId);
  }

  private static ConversationSetAck setAck(EventFields data, @Nullable String requestId) {
    return new ConversationSetAck(
        data.peer(),
        data.flagIfPresent(Field.IS_TOP),
        data.flagIfPresent(Field.IS_MUTE),
        data.flagIfPresent(Field.IS_DELETED),
        requestId);
  }

  private static Refused refused(EventFields fields) {
    return new Refused(
        fields.int32(Field.CODE),
        fields.text(Field.MSG),
        fields.int32(Field.COMMAND),
        null,
        requestId(fields),
        fields.numberIfPresent(Field.RETRY_AFTER_MILLIS));
  }

  private static HistoryPage historyPage(EventFields fields) {
    return new HistoryPage(
        fields.objects(Field.DATA_LIST).stream().map(ChatMessage::read).toList(),
        fields.flag(Field.COMPLETED),
        requestId(fields));
  }

  private static ConversationPage conversationPage(EventFields fields) {
    return new ConversationPage(
        fields.objects(Field.DATA_LIST).stream().map(ConversationItem::read).toList(),
        fields.number(Field.MAX_SEQUENCE),
        fields.flag(Field.COMPLETED),
        requestId(fields));
  }

  private static ReadReceipt readReceipt(EventFields fields) {
    return new ReadReceipt(
        fields.text(Field.FROM_ID),
        fields.text(Field.TO_ID),
        fields.number(Field.MESSAGE_SEQUENCE));
  }

  private static ConversationDeleted conversationDeleted(EventFields fields) {
    return new ConversationDeleted(
        fields.text(Field.FROM_ID), new Peer(fields.conversationType(), fields.text(Field.TO_ID)));
  }

  private static Kicked kicked(EventFields fields) {
    long number = fields.number(Field.CLIENT_TYPE);
    var clientType = ClientType.of(number);
    if (clientType == null) {
      throw Bounds.refusal(Field.CLIENT_TYPE, Long.toString(number), "0..5");
    }
    return new Kicked(fields.text(Field.REASON), clientType, fields.text(Field.IMEI));
  }

  private static MessagePush messagePush(EventFields fields) {
    return new MessagePush(
        ChatMessage.read(fields),
        fields.owner(),
        fields.number(Field.INBOX_SEQUENCE),
        fields.number(Field.PREVIOUS_INBOX_SEQUENCE),
        fields.flag(Field.SILENT));
  }

  private static ReceiveAckPush receiveAck(EventFields fields) {
    return new ReceiveAckPush(
        fields.text(Field.FROM_ID),
        fields.text(Field.TO_ID),
        fields.number(Field.MESSAGE_KEY),
        fields.text(Field.MESSAGE_ID),
        fields.number(Field.MESSAGE_SEQUENCE),
        fields.flag(Field.SERVER_SEND));
  }

  private static RecallNotify recallNotify(EventFields fields) {
    return new RecallNotify(
        fields.int32(Field.APP_ID),
        fields.owner(),
        fields.peer(),
        fields.text(Field.FROM_ID),
        fields.text(Field.MESSAGE_ID),
        fields.number(Field.MESSAGE_KEY),
        fields.number(Field.MESSAGE_SEQUENCE),
        fields.number(Field.INBOX_SEQUENCE),
        fields.number(Field.PREVIOUS_INBOX_SEQUENCE));
  }

  private static InboxPage inboxPage(EventFields fields) {
    return new InboxPage(
        fields.objects(Field.DATA_LIST).stream().map(EventDecoder::inboxEntry).toList(),
        fields.number(Field.MAX_SEQUENCE),
        fields.flag(Field.COMPLETED),
        fields.flag(Field.TRUNCATED),
        fields.has(Field.GAPS)
            ? fields.objects(Field.GAPS).stream().map(EventDecoder::gap).toList()
            : List.of(),
        requestId(fields));
  }

  private static InboxEntry inboxEntry(EventFields fields) {
    return new InboxEntry(
        ChatMessage.read(fields), fields.owner(), fields.number(Field.INBOX_SEQUENCE));
  }

  private static Gap gap(EventFields fields) {
    return new Gap(
        fields.peer(), fields.number(Field.FROM_SEQUENCE), fields.number(Field.TO_SEQUENCE));
  }

  private static GroupReadersPage groupReaders(EventFields fields) {
    return new GroupReadersPage(
        fields.number(Field.READ_COUNT),
        fields.number(Field.MEMBER_COUNT),
        fields.objects(Field.DATA_LIST).stream()
            .map(reader -> new Reader(reader.text(Field.USER_ID), reader.flag(Field.READ)))
            .toList(),
        fields.flag(Field.COMPLETED),
        requestId(fields));
  }

  private static GroupReadCountsPage groupReadCounts(EventFields fields) {
    return new GroupReadCountsPage(
        fields.number(Field.MEMBER_COUNT),
        fields.objects(Field.DATA_LIST).stream().map(EventDecoder::readCount).toList(),
        requestId(fields));
  }

  private static ReadCount readCount(EventFields fields) {
    return new ReadCount(
        fields.number(Field.MESSAGE_SEQUENCE),
        fields.number(Field.READ_COUNT),
        fields.number(Field.MEMBER_COUNT));
  }

  private static ReadNotify readNotify(EventFields fields) {
    return new ReadNotify(
        fields.peer(),
        fields.text(Field.FROM_ID),
        fields.number(Field.MESSAGE_SEQUENCE),
        fields.number(Field.UNREAD_COUNT));
  }

  private static GroupReadReceipt groupReadReceipt(EventFields fields) {
    return new GroupReadReceipt(
        fields.text(Field.GROUP_ID),
        fields.text(Field.FROM_ID),
        fields.number(Field.MESSAGE_SEQUENCE),
        fields.number(Field.COUNTED_SEQUENCE),
        fields.number(Field.READ_COUNT),
        fields.number(Field.MEMBER_COUNT));
  }

  private static MembersAdded membersAdded(EventFields fields) {
    return new MembersAdded(
        fields.text(Field.GROUP_ID),
        fields.text(Field.GROUP_NAME),
        fields.text(Field.OWNER_ID),
        fields.texts(Field.MEMBERS),
        fields.number(Field.MEMBER_COUNT));
  }

  private static MemberRemoved memberRemoved(EventFields fields) {
    return new MemberRemoved(
        fields.text(Field.GROUP_ID), fields.text(Field.USER_ID), fields.number(Field.MEMBER_COUNT));
  }

  private static Renamed renamed(EventFields fields) {
    return new Renamed(
        fields.text(Field.GROUP_ID), fields.text(Field.GROUP_NAME), fields.text(Field.OWNER_ID));
  }
}
