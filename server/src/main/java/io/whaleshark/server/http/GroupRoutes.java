package io.whaleshark.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.whaleshark.core.Node;
import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.Group;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.RefusalCode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Groups over HTTP: `/v1/apps/{appId}/groups/{groupId}`. Changes go through the lane like
/// everything else that changes.
final class GroupRoutes {

  private static final String GROUP = "/v1/apps/{appId}/groups/{groupId}";
  private static final int MEMBERS_A_PAGE = 100;
  private static final int PIECE_BYTES = 32 << 10;
  private static final long ANSWER_SECONDS = 30;
  private static final int CREATED = 201;
  private static final int NO_CONTENT = 204;

  private final Node node;
  private final Access access;
  private final Bodies bodies;

  /// To which group a request was let in, and as whom; the core decides what that one may.
  private record Admitted(ConversationId.Group group, Actor actor) {}

  GroupRoutes(Node node, Access access, Bodies bodies) {
    this.node = node;
    this.access = access;
    this.bodies = bodies;
  }

  void add(RoutesConfig routes) {
    routes.put(GROUP, this::put);
    routes.get(GROUP, this::get);
    routes.delete(GROUP, this::dissolve);
    routes.post(GROUP + "/members", this::addMembers);
    routes.delete(GROUP + "/members/{userId}", this::removeMember);
  }

  private void put(Context context) throws IOException {
    Admitted to = admit(context);
    Answer.GroupIs done = bodies.large(context, body -> ask(put(to, body)));
    show(context.status(done.created() ? CREATED : context.statusCode()), done.group());
  }

  private static Function<Reply, Command> put(Admitted to, JsonBody body) {
    UserId owner = new UserId(to.group().app(), body.text("ownerId"));
    String name = body.text("groupName", "");
    List<UserId> members = users(to.group(), body.texts("members"));
    return reply -> new Command.PutGroup(to.actor(), to.group(), name, owner, members, reply);
  }

  private void get(Context context) throws IOException {
    Admitted to = admit(context);
    // To everyone else it looks as if there was no such group (P9).
    Group group =
        node.engine()
            .memberships()
            .group(to.group())
            .filter(found -> to.actor().actsFor(found.owner()))
            .orElseThrow(() -> new Problem(RefusalCode.NO_SUCH_GROUP, "groupId: no such group"));
    if (group.dissolved()) {
      throw new Problem(RefusalCode.GROUP_DISSOLVED, "groupId: the group was dissolved");
    }
    show(context, group);
  }

  private void addMembers(Context context) throws IOException {
    Admitted to = admit(context);
    show(context, bodies.large(context, body -> ask(addMembers(to, body))).group());
  }

  private static Function<Reply, Command> addMembers(Admitted to, JsonBody body) {
    List<UserId> members = users(to.group(), body.texts("members"));
    if (members.isEmpty()) {
      throw new Problem(RefusalCode.MALFORMED, "members: none (expected: at least one user)");
    }
    return reply -> new Command.AddMembers(to.actor(), to.group(), members, reply);
  }

  private void removeMember(Context context) {
    Admitted to = admit(context);
    UserId member = new UserId(to.group().app(), context.pathParam("userId"));
    ask(reply -> new Command.RemoveMember(to.actor(), to.group(), member, reply));
    context.status(NO_CONTENT);
  }

  private void dissolve(Context context) {
    Admitted to = admit(context);
    ask(reply -> new Command.DissolveGroup(to.actor(), to.group(), reply));
    context.status(NO_CONTENT);
  }

  /// Finds out which group a request names and as whom it acts there, before its body is read.
  private Admitted admit(Context context) {
    var group = new ConversationId.Group(app(context), context.pathParam("groupId"));
    return new Admitted(group, access.actor(context, group.app()));
  }

  private static int app(Context context) {
    try {
      int app = Integer.parseInt(context.pathParam("appId"));
      if (app >= 0) {
        return app;
      }
    } catch (NumberFormatException _) {
      // Refused like a number that is no app's.
    }
    throw new Problem(
        RefusalCode.MALFORMED, "appId: no app (expected: 0.." + Integer.MAX_VALUE + ")");
  }

  private static List<UserId> users(ConversationId.Group group, List<String> names) {
    return names.stream().map(name -> new UserId(group.app(), name)).toList();
  }

  /// Gives a command to the lane and waits for what it comes to.
  private Answer.GroupIs ask(Function<Reply, Command> command) {
    CompletableFuture<Answer> answered = new CompletableFuture<>();
    if (!node.lane().submit(command.apply(answered::complete))) {
      throw new Problem(RefusalCode.RETRY_LATER, "the server is busy: try again");
    }
    try {
      return switch (answered.get(ANSWER_SECONDS, TimeUnit.SECONDS)) {
        case Answer.GroupIs is -> is;
        case Answer.Refused refused -> throw Problem.of(refused);
        case Answer other ->
            throw new IllegalStateException("no answer to a group's change: " + other);
      };
    } catch (TimeoutException e) {
      throw new Problem(RefusalCode.RETRY_LATER, "the outcome is unknown: try again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem(RefusalCode.RETRY_LATER, "the server is closing: try again");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a reply does not fail", e);
    }
  }

  /// Writes the group in pieces: one with many members takes no more memory than any other, however
  /// slowly its client reads (P10).
  private void show(Context context, Group group) throws IOException {
    OutputStream out = context.contentType(HttpApi.JSON).outputStream();
    JsonWriter json = new JsonWriter(1 << 10).startObject();
    json.name("groupId").text(group.id().name());
    json.name("groupName").text(group.name());
    json.name("ownerId").text(group.owner().name());
    json.name("memberCount").number(group.memberCount());
    json.name("members").startArray();
    List<UserId> page = members(group, "");
    while (!page.isEmpty()) {
      page.forEach(member -> json.text(member.name()));
      page = members(group, page.getLast().name());
      if (json.size() >= PIECE_BYTES && !page.isEmpty()) {
        out.write(json.toBytes());
        out.write(','); // the writer puts none before what comes first
        json.clear();
        context.res().flushBuffer(); // what fails from here on is not answered by a problem
      }
    }
    out.write(json.endArray().endObject().toBytes());
  }

  private List<UserId> members(Group group, String after) {
    return node.engine().memberships().members(group.id(), after, MEMBERS_A_PAGE);
  }
}
