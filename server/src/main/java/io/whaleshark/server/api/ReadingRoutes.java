package io.whaleshark.server.api;

import io.whaleshark.core.Node;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.Query;
import io.whaleshark.server.http.Response;
import io.whaleshark.server.http.Router;
import io.whaleshark.server.http.ServerRequest;
import io.whaleshark.translation.ToWire;
import java.util.List;
import java.util.Optional;

/// What an app's backend reads, page by page: the conversations and the history that a user sees,
/// pinned messages, and the groups of the app. The pages of a user are those that their devices
/// get.
final class ReadingRoutes {

  private static final int OK = 200;
  private static final int RESULT_BYTES = 16 << 10;

  private final Node node;
  private final AppCalls calls;
  private final Pages pages;

  ReadingRoutes(Node node, Access access, Pages pages) {
    this.node = node;
    this.calls = new AppCalls(node, access);
    this.pages = pages;
  }

  void add(Router router) {
    router.add("GET", AppCalls.APP + "/users/{userId}/conversations", this::conversations);
    router.add("GET", AppCalls.APP + "/conversations/messages", this::history);
    router.add("GET", AppCalls.APP + "/conversations/pins", this::pins);
    router.add("GET", AppCalls.APP + "/groups", this::groups);
  }

  private Response conversations(ServerRequest request) {
    int app = calls.administered(request, "lastSequence", "maxLimit", "after", "limit");
    UserId user = AppCalls.user(request, app, "userId");
    Query query = request.query();
    long after = query.number(query.either("lastSequence", "after")).orElse(0L);
    int limit = AppCalls.limit(query, query.either("maxLimit", "limit"));
    return pages.answer(() ->
        ToWire.conversationPage(
            CoreProblem.granted(node.conversations().changedAfter(user, after, limit)), null));
  }

  private Response history(ServerRequest request) {
    int app =
        calls.administered(
            request,
            "fromId",
            "conversationType",
            "toId",
            "groupId",
            "beforeSequence",
            "afterSequence",
            "maxLimit");
    Query query = request.query();
    UserId user =
        AppCalls.user(query, app, "fromId")
            .orElseThrow(() -> Problem.wrong("fromId", "missing", "the user who would see it"));
    ConversationId conversation = AppCalls.conversation(query, app);
    PageLimit limit = PageLimit.of(AppCalls.limit(query, "maxLimit"));
    Optional<Long> after = query.number("afterSequence");
    long before = query.number("beforeSequence").orElse(Long.MAX_VALUE);
    if (after.isPresent() && before != Long.MAX_VALUE) {
      throw Problem.wrong("afterSequence", "given with beforeSequence", "one of them");
    }
    return pages.answer(() ->
        ToWire.historyPage(
            CoreProblem.granted(
                after.isPresent()
                    ? node.history().after(user, conversation, after.get(), limit)
                    : node.history().before(user, conversation, before, limit)),
            null));
  }

  /// What a user sees; in a group without one, all.
  private Response pins(ServerRequest request) {
    int app = calls.administered(request, "fromId", "conversationType", "toId", "groupId");
    ConversationId conversation = AppCalls.conversation(request.query(), app);
    Optional<UserId> user = AppCalls.user(request.query(), app, "fromId");
    return pages.answer(() ->
        ToWire.pinPage(
            user.isPresent()
                ? CoreProblem.granted(node.pinned().of(user.get(), conversation))
                : node.pinned().of(conversation),
            null));
  }

  private Response groups(ServerRequest request) {
    int app = calls.administered(request, "after", "limit");
    Query query = request.query();
    String after = query.text("after").orElse("");
    if (!after.isEmpty()) {
      var _ = CoreProblem.id("after", () -> new ConversationId.Group(app, after));
    }
    int limit = AppCalls.limit(query, "limit");
    return Response.of(
        OK,
        JsonResponse.TYPE,
        pages.give(() -> groups(node.engine().memberships().groups(app, after, limit + 1), limit)));
  }

  private static byte[] groups(List<Group> found, int limit) {
    JsonWriter json = new JsonWriter(RESULT_BYTES);
    json.startObject().name("groups").startArray();
    found.stream().limit(limit).forEach(group -> write(json, group));
    json.endArray().name("completed").flag(found.size() <= limit);
    return json.endObject().toBytes();
  }

  private static void write(JsonWriter json, Group group) {
    json.startObject();
    json.name("groupId").text(group.id().name());
    json.name("groupName").text(group.name());
    json.name("ownerId").text(group.owner().name());
    json.name("memberCount").number(group.memberCount());
    json.name("isDissolved").flag(group.dissolved());
    json.endObject();
  }
}
