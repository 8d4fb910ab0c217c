package io.whaleshark.translation;

import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Command.Named;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.history.SeenReactions;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.InvalidIdException;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.protocol.ConversationType;
import io.whaleshark.protocol.MessageName;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.PinSet;
import io.whaleshark.protocol.PushRequest;
import io.whaleshark.protocol.React;
import io.whaleshark.protocol.ReactorsPull;
import io.whaleshark.protocol.ReplaceRequest;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.TypingRequest;
import io.whaleshark.protocol.Written;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Converts wire objects to core objects. Stateless. Each method throws [InvalidIdException] for an
/// id that the wire allows and the core does not.
public final class ToCore {

  private ToCore() {}

  /// Returns the device kind for a header's client type.
  ///
  /// @param clientType 0..5
  public static DeviceKind deviceKind(int clientType) {
    return switch (Objects.requireNonNull(ClientType.of(clientType))) {
      case WEB_API -> DeviceKind.API;
      case WEB -> DeviceKind.WEB;
      case IOS -> DeviceKind.IOS;
      case ANDROID -> DeviceKind.ANDROID;
      case WINDOWS -> DeviceKind.WINDOWS;
      case MAC -> DeviceKind.MAC;
    };
  }

  /// Returns the conversation that a user names on the wire.
  public static ConversationId conversation(UserId user, Peer peer) {
    return peer.type() == ConversationType.DIRECT
        ? ConversationId.Direct.between(user, new UserId(user.app(), peer.id()))
        : new ConversationId.Group(user.app(), peer.id());
  }

  /// Returns the command for a caller's request.
  ///
  /// @param device the one that asks
  /// @param reply receives the answer
  public static Command command(
      Request.Change request, Caller caller, DeviceId device, Reply reply) {
    UserId user = caller.user();
    return switch (request) {
      case Request.Send send -> send(send, caller, reply);
      case Request.ReceiveAck ack ->
          new Command.Receive(
              caller,
              ConversationId.Direct.between(user, new UserId(user.app(), ack.toId())),
              ack.messageSequence(),
              ack.messageKey(),
              ack.messageId(),
              reply);
      case ReplaceRequest.Recall recall ->
          new Command.Recall(
              caller, conversation(user, recall.to()), named(user, recall.of()), reply);
      case ReplaceRequest.Edit edit -> edit(edit, content(edit), caller, reply);
      case PinSet pin ->
          new Command.PinMessage(
              caller, conversation(user, pin.to()), named(user, pin.of()), pin.isPinned(), reply);
      case React react ->
          new Command.React(
              caller,
              conversation(user, react.to()),
              named(user, react.of()),
              react.reaction(),
              react.isSet(),
              reply);
      case Request.Read read ->
          new Command.Read(caller, conversation(user, read.in()), read.messageSequence(), reply);
      case Request.ConversationSet set ->
          new Command.SetConversation(caller, conversation(user, set.of()), settings(set), reply);
      case TypingRequest typing ->
          new Command.ShowTyping(caller, conversation(user, typing.in()), typing.isTyping(), reply);
      case Request.ReceiptsSet set -> new Command.SwitchReceipts(caller, set.receiptsOn(), reply);
      case PushRequest.PushTokenSet set ->
          new Command.SetPushToken(user, device, set.service(), set.token(), reply);
      case PushRequest.PushTokenRemove _ ->
          new Command.RemovePushToken(user, Optional.of(device), reply);
      case Request.BlockSet set -> {
        Block block = new Block(user, new UserId(user.app(), set.blockedId()));
        yield set.isBlocked()
            ? new Command.PutBlock(block, reply)
            : new Command.LiftBlock(block, reply);
      }
    };
  }

  /// Returns the command for a message that a caller sends.
  ///
  /// @param reply receives the answer
  public static Command.Send send(Request.Send send, Caller caller, Reply reply) {
    UserId user = caller.user();
    return new Command.Send(
        caller,
        conversation(user, send.to()),
        new ClientMessageId(user, send.messageId()),
        content(send),
        reply);
  }

  /// Returns the command for another content that a caller gives a message.
  ///
  /// @param reply receives the answer
  public static Command.Edit edit(
      ReplaceRequest.Edit edit, Message.Sent content, Caller caller, Reply reply) {
    UserId user = caller.user();
    return new Command.Edit(
        caller, conversation(user, edit.to()), named(user, edit.of()), content, reply);
  }

  static Message.Sent content(Written written) {
    return content(written.messageBody(), written.extra());
  }

  /// Returns what a message carries.
  public static Message.Sent content(Bytes body, @Nullable Bytes extra) {
    Payload carried = extra == null ? Payload.NONE : Payload.of(extra.array());
    return new Message.Sent(Payload.of(body.array()), carried);
  }

  /// Returns which page of those who have a sign at a message a user asks for.
  public static SeenReactions.Which which(ReactorsPull pull) {
    return new SeenReactions.Which(
        pull.messageSequence(),
        pull.reaction(),
        Objects.requireNonNullElse(pull.lastUserId(), ""),
        pull.maxLimit());
  }

  private static Named named(UserId sender, MessageName of) {
    Long sequence = of.messageSequence();
    Long key = of.messageKey();
    String id = of.messageId();
    if (key != null) {
      return new Named.ByStamp(key);
    }
    if (sequence != null) {
      return new Named.BySequence(sequence);
    }
    if (id != null) {
      return new Named.ByClientId(new ClientMessageId(sender, id));
    }
    throw new IllegalStateException("a name names a message");
  }

  private static Command.Settings settings(Request.ConversationSet set) {
    return new Command.Settings(
        Optional.ofNullable(set.isTop()),
        Optional.ofNullable(set.isMute()),
        Optional.ofNullable(set.isDeleted()));
  }
}
