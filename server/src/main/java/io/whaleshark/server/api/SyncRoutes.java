package io.whaleshark.server.api;

import io.whaleshark.core.Node;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.UserId;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.Results;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.Response;
import io.whaleshark.server.http.Router;
import io.whaleshark.server.http.ServerRequest;
import io.whaleshark.translation.ToWire;
import java.io.IOException;
import java.util.function.Function;

/// The HTTP routes for the inbox and the conversation list. They answer with a result as on the
/// wire, for refusals too.
final class SyncRoutes {

  private static final int OK = 200;
  private static final int DEFAULT_LIMIT = 100;
  private static final int RESULT_BYTES = 16 << 10;
  private static final int REFUSAL_BYTES = 256;

  private final Pages pages;
  private final Node node;
  private final Access access;
  private final Bodies bodies;

  SyncRoutes(Node node, Access access, Bodies bodies, Pages pages) {
    this.node = node;
    this.access = access;
    this.bodies = bodies;
    this.pages = pages;
  }

  /// The request body, `{appId, operater, lastSequence, maxLimit}`.
  private record Question(UserId user, long after, int limit) {}

  void add(Router router) {
    router.add(
        "POST", "/v1/message/syncOfflineMessageList", request -> answer(request, this::inbox));
    router.add(
        "POST",
        "/v1/conversation/syncConversationList",
        request -> answer(request, this::conversations));
  }

  private Event inbox(Question question) {
    UserId user = question.user();
    var outcome = node.inbox().pull(user, question.after(), PageLimit.of(question.limit()));
    return ToWire.inboxPage(user, question.after(), CoreProblem.granted(outcome), null);
  }

  private Event conversations(Question question) {
    var outcome =
        node.conversations().changedAfter(question.user(), question.after(), question.limit());
    return ToWire.conversationPage(CoreProblem.granted(outcome), null);
  }

  private Response answer(ServerRequest request, Function<Question, Event> answer)
      throws IOException {
    try {
      Question question = question(request);
      return Response.of(OK, JsonResponse.TYPE, pages.give(() -> success(answer.apply(question))));
    } catch (Problem problem) {
      if (problem.code() == RefusalCode.RETRY_LATER) {
        throw problem; // what is for now is a problem document at every route
      }
      return problem.response(JsonResponse.TYPE, refusal(problem));
    }
  }

  private static byte[] success(Event page) {
    JsonWriter json = new JsonWriter(RESULT_BYTES);
    Results.writeSuccess(json, page);
    return json.toBytes();
  }

  private static byte[] refusal(Problem problem) {
    JsonWriter json = new JsonWriter(REFUSAL_BYTES);
    Long retryAfter = problem.retryAfterMillis() > 0 ? problem.retryAfterMillis() : null;
    new Refused(problem.code().number(), problem.detail(), 0, null, null, retryAfter)
        .writeResult(json);
    return json.toBytes();
  }

  private Question question(ServerRequest request) throws IOException {
    JsonBody body = bodies.small(request);
    UserId user = user(body, body.integer("appId", Integer.MAX_VALUE));
    if (!access.actor(request, user.app()).actsFor(user)) {
      throw new Problem(RefusalCode.NOT_YOURSELF, "operater: not the user whose token this is");
    }
    int limit = body.limit("maxLimit", DEFAULT_LIMIT, PageLimit.ENTRIES_AT_MOST);
    return new Question(user, body.cursor("lastSequence"), limit);
  }

  /// Reads the user from the wire's field name (`operater`) or from the correct spelling.
  private static UserId user(JsonBody body, int app) {
    if (!body.has("operator")) {
      return body.user("operater", app);
    }
    UserId user = body.user("operator", app);
    if (body.has("operater") && !body.user("operater", app).equals(user)) {
      throw new Problem(
          RefusalCode.MALFORMED,
          "operator: differs from operater (expected: one of them, or the same value)");
    }
    return user;
  }
}
