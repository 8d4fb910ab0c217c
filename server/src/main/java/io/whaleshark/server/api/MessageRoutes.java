package io.whaleshark.server.api;

import io.whaleshark.core.Node;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Pinning;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.SendBody;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.Query;
import io.whaleshark.server.http.Response;
import io.whaleshark.server.http.Router;
import io.whaleshark.server.http.ServerRequest;
import io.whaleshark.server.webhook.BeforeSend;
import io.whaleshark.server.webhook.WaitingBatch;
import io.whaleshark.translation.ToCore;
import io.whaleshark.translation.ToWire;
import java.io.IOException;

/// The HTTP routes with which an app's backend writes: messages in users' names, edits, recalls and
/// pins by the app, and reads that are reported for a user. A backend is no device, so all devices
/// are told. Changes go through the lane like all other changes.
final class MessageRoutes {

  /// More than that would keep the lane from others for too long.
  static final int BATCH_AT_MOST = 500;

  private static final String MESSAGES = AppCalls.APP + "/messages";
  private static final String PIN = MESSAGES + "/{messageKey}/pin";
  private static final String[] CONVERSATION = {"conversationType", "fromId", "toId", "groupId"};
  private static final int OK = 200;
  private static final int ANSWER_BYTES = 256;

  private final Pages pages = new Pages();
  private final AppCalls calls;
  private final Bodies bodies;
  private final int messageBytesAtMost;
  private final BeforeSend beforeSend;

  /// @param messageBytesAtMost as large as the body of a device's frame may be
  /// @param beforeSend the hooks that apps have before messages are sent
  MessageRoutes(
      Node node, Access access, Bodies bodies, int messageBytesAtMost, BeforeSend beforeSend) {
    this.calls = new AppCalls(node, access);
    this.bodies = bodies;
    this.messageBytesAtMost = messageBytesAtMost;
    this.beforeSend = beforeSend;
  }

  void add(Router router) {
    router.add("POST", MESSAGES, this::send);
    router.add("POST", MESSAGES + "/batch", this::sendAll);
    router.add("PUT", MESSAGES + "/{messageKey}", this::rewrite);
    router.add("DELETE", MESSAGES + "/{messageKey}", this::withdraw);
    router.add("PUT", PIN, request -> pin(request, true));
    router.add("DELETE", PIN, request -> pin(request, false));
    router.add("POST", AppCalls.APP + "/users/{userId}/reads", this::read);
  }

  private Response send(ServerRequest request) throws IOException {
    int app = calls.administered(request);
    byte[] answer =
        beforeSend.isAsked(app)
            ? answer(asked(bodies.largeBytes(request, body -> one(app, body))))
            : bodies.largeBytes(request, body -> answer(one(app, body)));
    return Response.of(OK, JsonResponse.TYPE, answer);
  }

  private SendRequests one(int app, byte[] body) {
    JsonBody.refuseOtherEncodings(body);
    SendRequests sends = new SendRequests(app, messageBytesAtMost);
    try {
      sends.add(SendBody.message(body));
    } catch (ProtocolException e) {
      sends.refuse(e);
    }
    return sends;
  }

  /// Asks the hook. What waits for it keeps no place from bodies and pages of others.
  private SendRequests asked(SendRequests sends) {
    sends.askBefore(beforeSend);
    return sends;
  }

  private byte[] answer(SendRequests sends) {
    sends.ask(calls);
    JsonWriter json = new JsonWriter(ANSWER_BYTES);
    sends.writeOnly(json);
    return json.toBytes();
  }

  private Response sendAll(ServerRequest request) throws IOException {
    int app = calls.administered(request);
    Response.Whole answer =
        beforeSend.isAsked(app)
            ? sendAllAsked(request, app)
            : bodies.largeBytes(request, body -> pages.give(() -> answers(several(app, body))));
    return Response.of(OK, JsonResponse.TYPE, answer);
  }

  private Response.Whole sendAllAsked(ServerRequest request, int app) throws IOException {
    WaitingBatch batch =
        beforeSend
            .beginBatch(app)
            .orElseThrow(() ->
                new Problem(
                    RefusalCode.RETRY_LATER,
                    "messages: too many batches at once wait for the hook, retry"));
    try (batch) {
      SendRequests sends = asked(bodies.largeBytes(request, body -> several(app, body)));
      return pages.give(() -> answers(sends));
    }
  }

  private SendRequests several(int app, byte[] body) {
    JsonBody.refuseOtherEncodings(body);
    SendRequests sends = new SendRequests(app, messageBytesAtMost);
    try {
      SendBody.messages(body, BATCH_AT_MOST, new SendBody.Batch(sends::add, sends::refuse));
    } catch (ProtocolException e) {
      throw new Problem(e.code(), e.detail());
    }
    return sends;
  }

  private byte[] answers(SendRequests sends) {
    sends.ask(calls);
    JsonWriter json = new JsonWriter(ANSWER_BYTES);
    json.startObject().name("results").startArray();
    sends.write(json);
    return json.endArray().endObject().toBytes();
  }

  private Response rewrite(ServerRequest request) throws IOException {
    int app = calls.administered(request, CONVERSATION);
    long stamp = Query.number("messageKey", request.parameter("messageKey"));
    Message.Sent content = bodies.largeBytes(request, this::content);
    ConversationId conversation = AppCalls.conversation(request.query(), app);
    Answer answer = calls.ask(reply -> new Command.Rewrite(conversation, stamp, content, reply));
    if (!(answer instanceof Answer.Edited(Message edited))) {
      throw new IllegalStateException("no answer to an edit: " + answer);
    }
    JsonWriter json = new JsonWriter(ANSWER_BYTES);
    ToWire.editAck(edited, null).writeData(json);
    return Response.of(OK, JsonResponse.TYPE, json.toBytes());
  }

  private Message.Sent content(byte[] body) {
    JsonBody.refuseOtherEncodings(body);
    SendBody.Content content;
    try {
      content = SendBody.content(body);
    } catch (ProtocolException e) {
      throw new Problem(e.code(), e.detail());
    }
    if (content.size() > messageBytesAtMost) {
      throw new Problem(
          RefusalCode.TOO_LARGE,
          "message: too large (expected: at most " + messageBytesAtMost + " bytes)");
    }
    return ToCore.content(content.messageBody(), content.extra());
  }

  private Response withdraw(ServerRequest request) throws IOException {
    int app = calls.administered(request, CONVERSATION);
    bodies.none(request);
    long stamp = Query.number("messageKey", request.parameter("messageKey"));
    ConversationId conversation = AppCalls.conversation(request.query(), app);
    Answer _ = calls.ask(reply -> new Command.Withdraw(conversation, stamp, reply));
    return Response.noContent();
  }

  private Response pin(ServerRequest request, boolean isPinned) throws IOException {
    int app = calls.administered(request, CONVERSATION);
    bodies.none(request);
    long stamp = Query.number("messageKey", request.parameter("messageKey"));
    ConversationId conversation = AppCalls.conversation(request.query(), app);
    Answer answer = calls.ask(reply -> new Command.PinAny(conversation, stamp, isPinned, reply));
    if (!(answer instanceof Answer.Pinned(Pinning pinning))) {
      throw new IllegalStateException("no answer to a pin: " + answer);
    }
    JsonWriter json = new JsonWriter(ANSWER_BYTES);
    ToWire.pinAck(pinning, null).writeData(json);
    return Response.of(OK, JsonResponse.TYPE, json.toBytes());
  }

  private Response read(ServerRequest request) throws IOException {
    int app = calls.administered(request);
    UserId reader = AppCalls.user(request, app, "userId");
    JsonBody body = bodies.small(request).holdingOnly("toId", "groupId", "messageSequence");
    if (body.has("toId") == body.has("groupId")) {
      String what = body.has("toId") ? "given beside groupId" : "missing";
      throw Problem.wrong("toId", what, "one of toId and groupId");
    }
    ConversationId conversation =
        body.has("toId")
            ? ConversationId.Direct.between(reader, body.user("toId", app))
            : body.group("groupId", app);
    long upTo = body.number("messageSequence");
    Caller caller = Caller.backendFor(reader);
    Answer _ = calls.ask(reply -> new Command.Read(caller, conversation, upTo, reply));
    return Response.noContent();
  }
}
