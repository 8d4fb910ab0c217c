package io.whaleshark.protocol;

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

/// Encodes the body of a [Request]; the inverse of [RequestDecoder]. Stateless.
final class RequestWriter {
  private RequestWriter() {}

  static void write(JsonWriter json, Request request) {
    json.startObject();
    switch (request) {
      case LogIn logIn ->
          json.put(Field.USER_ID, logIn.userId()).putIfPresent(Field.TOKEN, logIn.token());
      case LogOut _, BlockPull _, ReceiptsPull _, PushTokenRemove _ -> {
        // They have no fields of their own.
      }
      case Ping ping -> json.put(Field.REPLY, ping.reply());
      case Send send -> send(json, send);
      case ReceiveAck ack -> receiveAck(json, ack);
      case Recall recall -> named(json, recall.to(), recall.of());
      case Edit edit -> content(named(json, edit.to(), edit.of()), edit);
      case PinSet pin -> named(json, pin.to(), pin.of()).put(Field.IS_PINNED, pin.isPinned());
      case PinPull pull -> pull.of().write(json);
      case React react -> {
        named(json, react.to(), react.of());
        json.put(Field.REACTION, react.reaction()).put(Field.IS_SET, react.isSet());
      }
      case ReactionPull pull -> {
        pull.of().write(json);
        json.put(Field.FROM_SEQUENCE, pull.fromSequence());
        json.put(Field.TO_SEQUENCE, pull.toSequence());
      }
      case ReactorsPull pull -> reactorsPull(json, pull);
      case Read read -> {
        read.in().write(json);
        json.put(Field.MESSAGE_SEQUENCE, read.messageSequence());
      }
      case InboxPull pull ->
          json.put(Field.LAST_SEQUENCE, pull.lastSequence()).put(Field.MAX_LIMIT, pull.maxLimit());
      case HistoryPull pull -> historyPull(json, pull);
      case ConversationPull pull ->
          json.put(Field.LAST_SEQUENCE, pull.lastSequence()).put(Field.MAX_LIMIT, pull.maxLimit());
      case ConversationSet set -> conversationSet(json, set);
      case BlockSet set ->
          json.put(Field.BLOCKED_ID, set.blockedId()).put(Field.IS_BLOCKED, set.isBlocked());
      case TypingRequest typing -> {
        typing.in().write(json);
        json.put(Field.IS_TYPING, typing.isTyping());
      }
      case PushTokenSet set -> json.put(Field.SERVICE, set.service()).put(Field.TOKEN, set.token());
      case ReceiptsSet set -> json.put(Field.RECEIPTS_ON, set.receiptsOn());
      case GroupReaders readers -> groupReaders(json, readers);
      case GroupReadCounts counts -> {
        json.put(Field.GROUP_ID, counts.groupId());
        json.put(Field.FROM_SEQUENCE, counts.fromSequence())
            .put(Field.TO_SEQUENCE, counts.toSequence());
      }
    }
    json.putIfPresent(Field.FROM_ID, request.fromId());
    json.putIfPresent(Field.REQUEST_ID, request.requestId());
    json.endObject();
  }

  private static void send(JsonWriter json, Send send) {
    json.put(Field.MESSAGE_ID, send.messageId());
    send.to().writeId(json);
    content(json, send);
  }

  private static void content(JsonWriter json, Written written) {
    json.put(Field.MESSAGE_BODY, written.messageBody()).putIfPresent(Field.EXTRA, written.extra());
  }

  private static void receiveAck(JsonWriter json, ReceiveAck ack) {
    json.put(Field.TO_ID, ack.toId()).put(Field.MESSAGE_KEY, ack.messageKey());
    json.put(Field.MESSAGE_ID, ack.messageId()).put(Field.MESSAGE_SEQUENCE, ack.messageSequence());
  }

  private static JsonWriter named(JsonWriter json, Peer in, MessageName of) {
    in.write(json);
    of.write(json);
    return json;
  }

  private static void historyPull(JsonWriter json, HistoryPull pull) {
    pull.of().write(json);
    json.putIfPresent(Field.BEFORE_SEQUENCE, pull.beforeSequence());
    json.putIfPresent(Field.AFTER_SEQUENCE, pull.afterSequence());
    json.put(Field.MAX_LIMIT, pull.maxLimit());
  }

  private static void conversationSet(JsonWriter json, ConversationSet set) {
    set.of().write(json);
    json.putIfPresent(Field.IS_TOP, set.isTop()).putIfPresent(Field.IS_MUTE, set.isMute());
    json.putIfPresent(Field.IS_DELETED, set.isDeleted());
  }

  private static void reactorsPull(JsonWriter json, ReactorsPull pull) {
    pull.of().write(json);
    json.put(Field.MESSAGE_SEQUENCE, pull.messageSequence());
    json.put(Field.REACTION, pull.reaction());
    json.putIfPresent(Field.LAST_USER_ID, pull.lastUserId()).put(Field.MAX_LIMIT, pull.maxLimit());
  }

  private static void groupReaders(JsonWriter json, GroupReaders readers) {
    json.put(Field.GROUP_ID, readers.groupId())
        .put(Field.MESSAGE_SEQUENCE, readers.messageSequence());
    json.putIfPresent(Field.LAST_USER_ID, readers.lastUserId())
        .put(Field.MAX_LIMIT, readers.maxLimit());
  }
}
