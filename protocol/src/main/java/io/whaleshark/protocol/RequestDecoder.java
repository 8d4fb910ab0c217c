package io.whaleshark.protocol;

import static io.whaleshark.protocol.Bounds.refusal;

import io.whaleshark.protocol.PushRequest.PushTokenRemove;
import io.whaleshark.protocol.PushRequest.PushTokenSet;
import io.whaleshark.protocol.ReplaceRequest.Edit;
import io.whaleshark.protocol.ReplaceRequest.Recall;
import io.whaleshark.protocol.Request.BlockPull;
import io.whaleshark.protocol.Request.BlockSet;
import io.whaleshark.protocol.Request.ConversationPull;
import io.whaleshark.protocol.Request.ConversationSet;
import io.whaleshark.protocol.Request.GroupReadCounts;
import io.whaleshark.protocol.Request.GroupReaders;
import io.whaleshark.protocol.Request.HistoryPull;
import io.whaleshark.protocol.Request.InboxPull;
import io.whaleshark.protocol.Request.LogIn;
import io.whaleshark.protocol.Request.LogOut;
import io.whaleshark.protocol.Request.Ping;
import io.whaleshark.protocol.Request.Read;
import io.whaleshark.protocol.Request.ReceiptsPull;
import io.whaleshark.protocol.Request.ReceiptsSet;
import io.whaleshark.protocol.Request.ReceiveAck;
import io.whaleshark.protocol.Request.Send;
import org.jspecify.annotations.Nullable;

/// Decodes a [Request] from a command and a body. Stateless; on the hot path of every incoming
/// frame.
final class RequestDecoder {
  private RequestDecoder() {}

  static Request decode(int number, byte[] body) {
    if (number == CommandNumber.PING.number()) {
      return ping(body);
    }
    var fields = new BodyFields();
    try {
      var command = CommandNumber.of(number);
      if (body.length > 0 || command != CommandNumber.LOGOUT) {
        fields.readBody(body);
      }
      if (command == null || !command.isRequest()) {
        throw unknown(number);
      }
      return request(command, fields);
    } catch (ProtocolException e) {
      throw naming(e, number, fields);
    }
  }

  /// Adds the ids that can be read from a body that was not parsed before.
  static ProtocolException naming(ProtocolException refusal, int number, byte[] body) {
    var fields = new BodyFields();
    try {
      fields.readBody(body);
    } catch (ProtocolException _) {
      // The frame is already refused for another reason; this only looks for ids.
    }
    return naming(refusal, number, fields);
  }

  /// Adds the ids of the refused request and message, as far as they could be read.
  private static ProtocolException naming(
      ProtocolException refusal, int number, BodyFields fields) {
    return refusal.of(
        number,
        fields.recovered(Field.REQUEST_ID, Bounds::requestId),
        fields.recovered(Field.MESSAGE_ID, id -> Bounds.id(Field.MESSAGE_ID, id)));
  }

  private static ProtocolException unknown(int number) {
    return new ProtocolException(
        RefusalCode.UNKNOWN_COMMAND,
        "command: " + number + " (expected: " + Field.COMMAND.expected() + ")");
  }

  /// A ping may have any body; one that can't be parsed doesn't ask for a reply.
  private static Ping ping(byte[] body) {
    var fields = new BodyFields();
    try {
      fields.readBody(body);
      return new Ping(
          Boolean.TRUE.equals(fields.flagIfPresent(Field.REPLY)),
          fields.recovered(Field.REQUEST_ID, Bounds::requestId));
    } catch (ProtocolException _) {
      // The contract accepts any body for a ping.
      return new Ping(false, null);
    }
  }

  private static Request request(CommandNumber command, BodyFields fields) {
    return switch (command) {
      case LOGIN ->
          new LogIn(
              fields.text(Field.USER_ID), fields.textIfPresent(Field.TOKEN), requestId(fields));
      case LOGOUT -> new LogOut(fromId(fields), requestId(fields));
      case MSG_P2P -> send(Peer.direct(fields.text(Field.TO_ID)), fields);
      case MSG_GROUP -> send(Peer.group(fields.text(Field.GROUP_ID)), fields);
      case MSG_RECEIVE_ACK -> receiveAck(fields);
      case RECALL -> recall(fields);
      case EDIT -> edit(fields);
      case PIN -> pin(fields);
      case PIN_PULL -> new PinPull(peer(fields), fromId(fields), requestId(fields));
      case REACT -> react(fields);
      case REACTION_PULL -> reactionPull(fields);
      case REACTORS_PULL -> reactorsPull(fields);
      case MSG_READ -> read(Peer.direct(fields.text(Field.TO_ID)), fields);
      case GROUP_READ -> read(Peer.group(fields.text(Field.GROUP_ID)), fields);
      case INBOX_PULL -> inboxPull(fields);
      case CONVERSATION_PULL -> conversationPull(fields);
      case HISTORY_PULL -> historyPull(fields);
      case CONVERSATION_SET -> conversationSet(fields);
      case BLOCK_SET -> blockSet(fields);
      case RECEIPTS_SET -> receiptsSet(fields);
      case PUSH_TOKEN_SET -> pushTokenSet(fields);
      case TYPING -> typing(fields);
      case PUSH_TOKEN_REMOVE -> new PushTokenRemove(fromId(fields), requestId(fields));
      case RECEIPTS_PULL -> new ReceiptsPull(fromId(fields), requestId(fields));
      case BLOCK_PULL -> new BlockPull(fromId(fields), requestId(fields));
      case GROUP_READERS -> groupReaders(fields);
      case GROUP_READ_COUNTS -> readCounts(fields);
      case PING -> throw new IllegalStateException("PING (expected: decoded before)");
      case LOGIN_ACK, KICKED, REFUSED, MSG_ACK, GROUP_MSG_ACK, RECALL_ACK, RECALL_NOTIFY ->
          throw unknown(command.number());
      case EDIT_ACK, EDIT_NOTIFY, PIN_ACK, PIN_NOTIFY, PIN_PAGE, INBOX_PAGE ->
          throw unknown(command.number());
      case REACT_ACK, REACTION_NOTIFY, REACTION_PAGE, REACTORS_PAGE ->
          throw unknown(command.number());
      case MSG_READ_NOTIFY, MSG_READ_RECEIPT, GROUP_READ_NOTIFY, GROUP_READ_RECEIPT ->
          throw unknown(command.number());
      case GROUP_READERS_PAGE, GROUP_READ_COUNTS_PAGE, CONVERSATION_PAGE, HISTORY_PAGE ->
          throw unknown(command.number());
      case CONVERSATION_SET_ACK,
          CONVERSATION_UPDATED,
          CONVERSATION_DELETED,
          PUSH_TOKEN_SET_ACK,
          PUSH_TOKEN_REMOVE_ACK,
          TYPING_NOTIFY ->
          throw unknown(command.number());
      case BLOCK_SET_ACK, BLOCK_PAGE, RECEIPTS_SET_ACK, RECEIPTS_STATE, RECEIPTS_UPDATED ->
          throw unknown(command.number());
      case GROUP_MEMBERS_ADDED, GROUP_RENAMED, GROUP_MEMBER_REMOVED, GROUP_DISSOLVED ->
          throw unknown(command.number());
    };
  }

  private static Send send(Peer to, BodyFields fields) {
    return new Send(
        to,
        fields.text(Field.FROM_ID),
        fields.text(Field.MESSAGE_ID),
        fields.json(Field.MESSAGE_BODY),
        fields.jsonIfPresent(Field.EXTRA),
        requestId(fields));
  }

  private static ReceiveAck receiveAck(BodyFields fields) {
    return new ReceiveAck(
        fields.text(Field.FROM_ID),
        fields.text(Field.TO_ID),
        fields.number(Field.MESSAGE_KEY),
        fields.text(Field.MESSAGE_ID),
        fields.number(Field.MESSAGE_SEQUENCE),
        requestId(fields));
  }

  private static Edit edit(BodyFields fields) {
    return new Edit(
        peer(fields),
        fields.text(Field.FROM_ID),
        MessageName.read(fields),
        fields.json(Field.MESSAGE_BODY),
        fields.jsonIfPresent(Field.EXTRA),
        requestId(fields));
  }

  private static PinSet pin(BodyFields fields) {
    return new PinSet(
        peer(fields),
        fields.text(Field.FROM_ID),
        MessageName.read(fields),
        fields.flag(Field.IS_PINNED),
        requestId(fields));
  }

  private static React react(BodyFields fields) {
    return new React(
        peer(fields),
        fields.text(Field.FROM_ID),
        MessageName.read(fields),
        fields.text(Field.REACTION),
        fields.flag(Field.IS_SET),
        requestId(fields));
  }

  private static ReactionPull reactionPull(BodyFields fields) {
    return new ReactionPull(
        peer(fields),
        fields.number(Field.FROM_SEQUENCE),
        fields.number(Field.TO_SEQUENCE),
        fromId(fields),
        requestId(fields));
  }

  private static ReactorsPull reactorsPull(BodyFields fields) {
    return new ReactorsPull(
        peer(fields),
        fields.number(Field.MESSAGE_SEQUENCE),
        fields.text(Field.REACTION),
        fields.textIfPresent(Field.LAST_USER_ID),
        limit(fields),
        fromId(fields),
        requestId(fields));
  }

  private static Read read(Peer in, BodyFields fields) {
    return new Read(
        in, fields.text(Field.FROM_ID), fields.number(Field.MESSAGE_SEQUENCE), requestId(fields));
  }

  private static HistoryPull historyPull(BodyFields fields) {
    return new HistoryPull(
        peer(fields),
        fields.numberIfPresent(Field.BEFORE_SEQUENCE),
        fields.numberIfPresent(Field.AFTER_SEQUENCE),
        limit(fields),
        fromId(fields),
        requestId(fields));
  }

  private static ConversationSet conversationSet(BodyFields fields) {
    return new ConversationSet(
        peer(fields),
        fields.flagIfPresent(Field.IS_TOP),
        fields.flagIfPresent(Field.IS_MUTE),
        fields.flagIfPresent(Field.IS_DELETED),
        fromId(fields),
        requestId(fields));
  }

  private static InboxPull inboxPull(BodyFields fields) {
    return new InboxPull(
        fields.number(Field.LAST_SEQUENCE, 0), limit(fields), fromId(fields), requestId(fields));
  }

  private static ConversationPull conversationPull(BodyFields fields) {
    return new ConversationPull(
        fields.number(Field.LAST_SEQUENCE, 0), limit(fields), fromId(fields), requestId(fields));
  }

  private static PushTokenSet pushTokenSet(BodyFields fields) {
    return new PushTokenSet(
        fields.text(Field.SERVICE), fields.text(Field.TOKEN), fromId(fields), requestId(fields));
  }

  private static TypingRequest typing(BodyFields fields) {
    return new TypingRequest(
        peer(fields), fields.flag(Field.IS_TYPING), fromId(fields), requestId(fields));
  }

  private static Recall recall(BodyFields fields) {
    return new Recall(
        peer(fields), fields.text(Field.FROM_ID), MessageName.read(fields), requestId(fields));
  }

  private static GroupReadCounts readCounts(BodyFields fields) {
    return new GroupReadCounts(
        fields.text(Field.GROUP_ID),
        fields.number(Field.FROM_SEQUENCE),
        fields.number(Field.TO_SEQUENCE),
        fromId(fields),
        requestId(fields));
  }

  private static ReceiptsSet receiptsSet(BodyFields fields) {
    return new ReceiptsSet(fields.flag(Field.RECEIPTS_ON), fromId(fields), requestId(fields));
  }

  private static BlockSet blockSet(BodyFields fields) {
    return new BlockSet(
        fields.text(Field.BLOCKED_ID),
        fields.flag(Field.IS_BLOCKED),
        fromId(fields),
        requestId(fields));
  }

  private static GroupReaders groupReaders(BodyFields fields) {
    return new GroupReaders(
        fields.text(Field.GROUP_ID),
        fields.number(Field.MESSAGE_SEQUENCE),
        fields.textIfPresent(Field.LAST_USER_ID),
        limit(fields),
        fromId(fields),
        requestId(fields));
  }

  private static @Nullable String fromId(BodyFields fields) {
    return fields.textIfPresent(Field.FROM_ID);
  }

  private static @Nullable String requestId(BodyFields fields) {
    return fields.textIfPresent(Field.REQUEST_ID);
  }

  private static int limit(BodyFields fields) {
    return Bounds.limit(fields.number(Field.MAX_LIMIT, Bounds.LIMIT_DEFAULT));
  }

  /// The conversation that a body names: by its type, or without a type by whichever of `toId` and
  /// `groupId` is present. With type 1 a lone `toId` is a group id too, because conversation items
  /// name groups that way.
  private static Peer peer(BodyFields fields) {
    var type = conversationType(fields);
    if (type == ConversationType.GROUP) {
      return Peer.group(fields.text(fields.has(Field.GROUP_ID) ? Field.GROUP_ID : Field.TO_ID));
    }
    if (type == ConversationType.DIRECT) {
      return Peer.direct(fields.text(Field.TO_ID));
    }
    if (fields.has(Field.GROUP_ID) == fields.has(Field.TO_ID)) {
      throw refusal(
          Field.CONVERSATION_TYPE, "missing", "0 or 1, or exactly one of toId and groupId");
    }
    return fields.has(Field.GROUP_ID)
        ? Peer.group(fields.text(Field.GROUP_ID))
        : Peer.direct(fields.text(Field.TO_ID));
  }

  private static @Nullable ConversationType conversationType(BodyFields fields) {
    var number = fields.numberIfPresent(Field.CONVERSATION_TYPE);
    if (number == null) {
      return null;
    }
    var type = ConversationType.of(number);
    if (type == null) {
      throw refusal(Field.CONVERSATION_TYPE, number.toString(), Field.CONVERSATION_TYPE.expected());
    }
    return type;
  }
}
