package io.whaleshark.server.api;

import io.whaleshark.core.Node;
import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.Query;
import io.whaleshark.server.http.ServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What all calls below `/v1/apps/{appId}` have in common: the ids of their path, and the lane that
/// carries out what they change. Thread-safe.
final class AppCalls {

  /// The path that all of them begin with.
  static final String APP = "/v1/apps/{appId}";

  private static final Pattern APP_ID = Pattern.compile("0|[1-9]\\d*");
  private static final String APPS = "0.." + Integer.MAX_VALUE;
  private static final int APP_DIGITS_AT_MOST = 10;
  private static final String DIRECT = "0"; // a conversation's type, as on the wire
  private static final String GROUP = "1";
  private static final int DEFAULT_LIMIT = 100;
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private final Node node;
  private final Access access;

  AppCalls(Node node, Access access) {
    this.node = node;
    this.access = access;
  }

  /// Parses the app id of the path. Each app has one spelling: no sign, no leading zeros.
  static int app(ServerRequest request) {
    String id = request.parameter("appId");
    if (!APP_ID.matcher(id).matches()) {
      throw Problem.wrong(
          "appId", "not an app id", APPS + ", without a sign and without leading zeros");
    }
    if (id.length() > APP_DIGITS_AT_MOST || Long.parseLong(id) > Integer.MAX_VALUE) {
      throw Problem.wrong("appId", "out of range", APPS);
    }
    return Integer.parseInt(id);
  }

  /// Parses a user's id of the path.
  ///
  /// @param variable its name in the route
  static UserId user(ServerRequest request, int app, String variable) {
    return CoreProblem.id(variable, () -> new UserId(app, request.parameter(variable)));
  }

  /// Parses a user's id of a query; empty if it has none.
  static Optional<UserId> user(Query query, int app, String field) {
    return query.text(field).map(id -> CoreProblem.id(field, () -> new UserId(app, id)));
  }

  /// The conversation that a query names: as in a frame, by `conversationType` and `toId` or
  /// `groupId`, or by one of these two alone. A direct one needs both of its users, also `fromId`.
  static ConversationId conversation(Query query, int app) {
    boolean hasGroup = query.text("groupId").isPresent();
    if (hasGroup == query.text("toId").isPresent()) {
      throw Problem.wrong(
          "toId", hasGroup ? "given beside groupId" : "missing", "one of toId and groupId");
    }
    String type = query.text("conversationType").orElse(hasGroup ? GROUP : DIRECT);
    if (!type.equals(GROUP) && !type.equals(DIRECT)) {
      throw Problem.wrong("conversationType", "another value", DIRECT + " or " + GROUP);
    }
    if (hasGroup && type.equals(DIRECT)) {
      throw Problem.wrong("groupId", "given for a direct conversation", "toId");
    }
    Optional<UserId> from = user(query, app, "fromId");
    String to = query.text("groupId").or(() -> query.text("toId")).orElseThrow();
    if (type.equals(GROUP)) {
      return CoreProblem.id("groupId", () -> new ConversationId.Group(app, to));
    }
    if (from.isEmpty()) {
      throw Problem.wrong("fromId", "missing", "the other user of the conversation");
    }
    return CoreProblem.id(
        "toId", () -> ConversationId.Direct.between(from.get(), new UserId(app, to)));
  }

  /// Reads a page size of a query; more than the largest one means the largest one.
  static int limit(Query query, String field) {
    long limit = query.number(field).orElse((long) DEFAULT_LIMIT);
    if (limit < 1) {
      throw Problem.wrong(field, "0", "1.." + PageLimit.ENTRIES_AT_MOST);
    }
    return (int) Math.min(limit, PageLimit.ENTRIES_AT_MOST);
  }

  /// Parses the app of a call that only the app's backend may make, and authorizes the call.
  ///
  /// @param parameters all that its query may hold
  /// @throws Problem if the caller may not do this, or the query holds something else
  int administered(ServerRequest request, String... parameters) {
    int app = app(request);
    access.requireAdministration(request, app);
    var _ = request.query().holdingOnly(parameters);
    return app;
  }

  /// Parses the user of a call that the app's backend may make, and that user with their own token,
  /// and authorizes the call. Its query holds nothing.
  ///
  /// @param parameter of the path
  /// @throws Problem if the caller may not do this
  UserId ownOrAdministered(ServerRequest request, String parameter) {
    int app = app(request);
    Actor actor = access.actor(request, app);
    var _ = request.query().holdingOnly();
    UserId user = user(request, app, parameter);
    if (!actor.actsFor(user)) {
      throw new Problem(RefusalCode.NOT_YOURSELF, parameter + ": not the user whose token this is");
    }
    return user;
  }

  /// Has the lane carry out a command, if it has room now, and waits for the answer.
  ///
  /// @throws Problem if the command is refused
  Answer ask(Function<Reply, Command> command) {
    Answer answer = askAll(List.of(command)).getFirst();
    if (answer instanceof Answer.Refused refused) {
      throw CoreProblem.of(refused);
    }
    return answer;
  }

  /// Has the lane carry out several commands, in their order. Where it has no room for one, it
  /// carries out none behind that.
  ///
  /// @return one answer for each
  List<Answer> askAll(List<Function<Reply, Command>> commands) {
    return node.lane().askAll(commands, Duration.ZERO, ANSWER_WITHIN);
  }
}
