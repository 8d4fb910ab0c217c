package io.whaleshark.server.gateway;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Command.Named;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.Message;
import io.whaleshark.core.engine.Payload;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.ConversationEvent;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.MessageEvent;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.SessionEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes the core's commands of a caller's requests, and the wire's events of the core's answers.
/// Immutable.
///
/// @param reply where the answer to the request goes
record Commands(Caller caller, Reply reply) {

  Command send(Request.Send send) {
    Bytes extra = send.extra();
    Payload carried = extra == null ? Payload.NONE : Payload.of(extra.array());
    return new Command.Send(
        caller,
        Wire.conversation(caller.user(), send.to()),
        new ClientMessageId(caller.user(), send.messageId()),
        new Message.Sent(Payload.of(send.messageBody().array()), carried),
        reply);
  }

  Command receive(Request.ReceiveAck ack) {
    UserId sender = new UserId(caller.user().app(), ack.toId());
    return new Command.Receive(
        caller,
        ConversationId.Direct.between(caller.user(), sender),
        ack.messageSequence(),
        ack.messageKey(),
        ack.messageId(),
        reply);
  }

  Command recall(Request.Recall recall) {
    return new Command.Recall(
        caller, Wire.conversation(caller.user(), recall.to()), named(recall), reply);
  }

  private Named named(Request.Recall recall) {
    Long sequence = recall.messageSequence();
    Long key = recall.messageKey();
    String id = recall.messageId();
    if (key != null) {
      return new Named.ByStamp(key);
    }
    if (sequence != null) {
      return new Named.BySequence(sequence);
    }
    if (id != null) {
      return new Named.ByClientId(new ClientMessageId(caller.user(), id));
    }
    throw new IllegalStateException("a recall names its message");
  }

  Command read(Request.Read read) {
    return new Command.Read(
        caller, Wire.conversation(caller.user(), read.in()), read.messageSequence(), reply);
  }

  Command set(Request.ConversationSet set) {
    return new Command.SetConversation(
        caller,
        Wire.conversation(caller.user(), set.of()),
        new Command.Settings(
            Optional.ofNullable(set.isTop()),
            Optional.ofNullable(set.isMute()),
            Optional.ofNullable(set.isDeleted())),
        reply);
  }

  /// The event that answers a request; null where success is answered by silence.
  ///
  /// @param nowMillis the server's time, for the answer to a login
  static @Nullable Event event(Request request, Answer answer, long nowMillis) {
    return switch (answer) {
      case Answer.Sent(Message message) ->
          new MessageEvent.SendAck(
              Wire.peer(message.conversation(), message.sender()).type(),
              message.clientId().value(),
              message.stamp(),
              message.sequence(),
              Wire.millis(message.stamp()),
              request.requestId());
      case Answer.Recalled(Message message) ->
          new MessageEvent.RecallAck(
              message.clientId().value(), message.stamp(), message.sequence(), request.requestId());
      case Answer.LoggedIn(long newestPosition) when request instanceof Request.LogIn login ->
          new SessionEvent.LoginAck(login.userId(), nowMillis, newestPosition, login.requestId());
      case Answer.LoggedIn _, Answer.GroupIs _ ->
          throw new IllegalStateException("no answer to " + request.command() + ": " + answer);
      case Answer.Done _ ->
          request instanceof Request.ConversationSet set
              ? ConversationEvent.ConversationSetAck.of(set)
              : null;
      case Answer.Refused(var refusal, String detail) ->
          Refused.of(request, Wire.code(refusal), detail);
    };
  }
}
