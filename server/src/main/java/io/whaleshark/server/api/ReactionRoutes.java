package io.whaleshark.server.api;

import io.whaleshark.core.Node;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.history.SeenReactions;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Reacted;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.Query;
import io.whaleshark.server.http.Response;
import io.whaleshark.server.http.Router;
import io.whaleshark.server.http.ServerRequest;
import io.whaleshark.translation.WireReactions;
import java.io.IOException;
import java.util.Optional;

/// The HTTP routes with which an app's backend reacts to messages in users' names, and reads who
/// has reacted. A backend is no device, so all devices are told.
final class ReactionRoutes {

  private static final String REACTION =
      AppCalls.APP + "/messages/{messageKey}/reactions/{reaction}";
  private static final int OK = 200;
  private static final int ANSWER_BYTES = 256;

  private final Node node;
  private final AppCalls calls;
  private final Bodies bodies;
  private final Pages pages;

  ReactionRoutes(Node node, Access access, Bodies bodies, Pages pages) {
    this.node = node;
    this.calls = new AppCalls(node, access);
    this.bodies = bodies;
    this.pages = pages;
  }

  void add(Router router) {
    router.add("PUT", REACTION, request -> react(request, true));
    router.add("DELETE", REACTION, request -> react(request, false));
    router.add("GET", AppCalls.APP + "/conversations/reactions", this::reactions);
    router.add("GET", AppCalls.APP + "/conversations/reactors", this::reactors);
  }

  private Response react(ServerRequest request, boolean isSet) throws IOException {
    int app =
        calls.administered(request, "userId", "conversationType", "fromId", "toId", "groupId");
    bodies.none(request);
    Command.Named message =
        new Command.Named.ByStamp(Query.number("messageKey", request.parameter("messageKey")));
    String sign = sign(request.parameter("reaction"));
    Query query = request.query();
    Caller caller =
        Caller.backendFor(
            AppCalls.user(query, app, "userId")
                .orElseThrow(() -> Problem.wrong("userId", "missing", "the user who reacts")));
    ConversationId conversation = AppCalls.conversation(query, app);
    Answer answer =
        calls.ask(reply -> new Command.React(caller, conversation, message, sign, isSet, reply));
    if (!(answer instanceof Answer.ReactionSet(Reacted reacted))) {
      throw new IllegalStateException("no answer to a reaction: " + answer);
    }
    JsonWriter json = new JsonWriter(ANSWER_BYTES);
    WireReactions.ack(reacted, null).writeData(json);
    return Response.of(OK, JsonResponse.TYPE, json.toBytes());
  }

  /// A sign that may be stored. Which may be set, the lane says.
  private static String sign(String text) {
    Reaction.signFault(text)
        .ifPresent(fault -> {
          throw new Problem(RefusalCode.MALFORMED, "reaction: " + fault);
        });
    return text;
  }

  /// What a user sees; in a group without one, all.
  private Response reactions(ServerRequest request) {
    int app =
        calls.administered(
            request, "fromId", "conversationType", "toId", "groupId", "fromSequence", "toSequence");
    Query query = request.query();
    ConversationId conversation = AppCalls.conversation(query, app);
    Optional<UserId> user = AppCalls.user(query, app, "fromId");
    long from = required(query, "fromSequence");
    long to = required(query, "toSequence");
    if (to < from || to - from >= SeenReactions.SEQUENCES_AT_MOST) {
      long last = from + SeenReactions.SEQUENCES_AT_MOST - 1;
      throw Problem.wrong("toSequence", "out of range", from + ".." + last);
    }
    return pages.answer(() ->
        WireReactions.page(
            user.isPresent()
                ? CoreProblem.granted(node.reactions().of(user.get(), conversation, from, to))
                : node.reactions().of(conversation, from, to),
            null));
  }

  /// Who has reacted, if a user sees it; in a group without one, whoever sees it.
  private Response reactors(ServerRequest request) {
    int app =
        calls.administered(
            request,
            "fromId",
            "conversationType",
            "toId",
            "groupId",
            "messageSequence",
            "reaction",
            "lastUserId",
            "maxLimit");
    Query query = request.query();
    ConversationId conversation = AppCalls.conversation(query, app);
    Optional<UserId> user = AppCalls.user(query, app, "fromId");
    SeenReactions.Which which =
        new SeenReactions.Which(
            required(query, "messageSequence"),
            sign(
                query
                    .text("reaction")
                    .orElseThrow(() -> Problem.wrong("reaction", "missing", "a reaction"))),
            AppCalls.user(query, app, "lastUserId").map(UserId::name).orElse(""),
            AppCalls.limit(query, "maxLimit"));
    return pages.answer(() ->
        WireReactions.reactors(
            user.isPresent()
                ? CoreProblem.granted(node.reactions().reactors(user.get(), conversation, which))
                : node.reactions().reactors(conversation, which),
            null));
  }

  private static long required(Query query, String field) {
    return query
        .number(field)
        .orElseThrow(() -> Problem.wrong(field, "missing", "the sequence of a message"));
  }
}
