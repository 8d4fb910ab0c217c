package io.whaleshark.server.api;

import io.whaleshark.core.Node;
import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Role;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.Query;
import io.whaleshark.server.http.Response;
import io.whaleshark.server.http.Router;
import io.whaleshark.server.http.ServerRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// The HTTP routes for groups: `/v1/apps/{appId}/groups/{groupId}`. Changes go through the lane
/// like all other changes.
final class GroupRoutes {

  private static final String GROUP = AppCalls.APP + "/groups/{groupId}";
  private static final int OK = 200;
  private static final int CREATED = 201;

  private final Node node;
  private final AppCalls calls;
  private final Access access;
  private final Bodies bodies;
  private final Pages pages;

  /// The group of an authenticated request and the actor; the core decides what the actor may do.
  private record Admitted(ConversationId.Group group, Actor actor) {}

  GroupRoutes(Node node, Access access, Bodies bodies, Pages pages) {
    this.node = node;
    this.calls = new AppCalls(node, access);
    this.access = access;
    this.bodies = bodies;
    this.pages = pages;
  }

  void add(Router router) {
    router.add("PUT", GROUP, this::put);
    router.add("GET", GROUP, this::get);
    router.add("DELETE", GROUP, this::dissolve);
    router.add("POST", GROUP + "/members", this::addMembers);
    router.add("GET", GROUP + "/members", this::members);
    router.add("PUT", GROUP + "/members/{userId}", this::setMember);
    router.add("DELETE", GROUP + "/members/{userId}", this::removeMember);
  }

  private Response put(ServerRequest request) throws IOException {
    Admitted to = admit(request);
    Answer.GroupIs done = bodies.large(request, body -> ask(put(to, body)));
    return show(done.created() ? CREATED : OK, done.group());
  }

  private static Function<Reply, Command> put(Admitted to, JsonBody body) {
    body.holdingOnly("groupName", "ownerId", "members");
    UserId owner = body.user("ownerId", to.group().app());
    String name = body.text("groupName", "");
    List<UserId> members = body.users("members", to.group().app());
    return reply -> new Command.PutGroup(to.actor(), to.group(), name, owner, members, reply);
  }

  private Response get(ServerRequest request) {
    return show(OK, find(admit(request)));
  }

  private Group find(Admitted to) {
    // To everyone else the group must look as if it did not exist (P9).
    Group group =
        node.engine()
            .memberships()
            .group(to.group())
            .filter(found -> maySee(to, found))
            .orElseThrow(() -> new Problem(RefusalCode.NO_SUCH_GROUP, "groupId: no such group"));
    if (group.dissolved()) {
      throw new Problem(RefusalCode.GROUP_DISSOLVED, "groupId: the group was dissolved");
    }
    return group;
  }

  private Response members(ServerRequest request) {
    Group group = find(admit(request, "after", "limit"));
    Query query = request.query();
    int limit = AppCalls.limit(query, "limit");
    String after = AppCalls.user(query, group.id().app(), "after").map(UserId::name).orElse("");
    return Response.of(OK, JsonResponse.TYPE, pages.give(() -> page(group, after, limit)));
  }

  private byte[] page(Group group, String after, int limit) {
    List<Membership> found = node.engine().memberships().present(group.id(), after, limit + 1);
    JsonWriter json = new JsonWriter(1 << 10);
    json.startObject().name("members").startArray();
    found.stream().limit(limit).forEach(member -> write(json, group, member));
    return json.endArray().name("completed").flag(found.size() <= limit).endObject().toBytes();
  }

  private static void write(JsonWriter json, Group group, Membership member) {
    json.startObject();
    json.name("userId").text(member.user().name());
    json.name("role").text(Role.of(group, member).name().toLowerCase(Locale.ROOT));
    json.name("muted").flag(member.standing().muted()).endObject();
  }

  private Response setMember(ServerRequest request) throws IOException {
    Admitted to = admit(request);
    UserId user = AppCalls.user(request, to.group().app(), "userId");
    JsonBody body = bodies.small(request).holdingOnly("role", "muted");
    Role role = role(body);
    Optional<Boolean> muted = body.flag("muted");
    Group group =
        ask(reply -> new Command.SetMember(to.actor(), to.group(), user, role, muted, reply))
            .group();
    Membership member =
        present(group, user)
            .orElseThrow(
                () -> new Problem(RefusalCode.GROUP_CONFLICT, "userId: not a member of the group"));
    JsonWriter json = new JsonWriter(1 << 7);
    write(json, group, member);
    return Response.of(OK, JsonResponse.TYPE, json.toBytes());
  }

  private static Role role(JsonBody body) {
    return switch (body.text("role", "")) {
      case "owner" -> Role.OWNER;
      case "admin" -> Role.ADMIN;
      case "member" -> Role.MEMBER;
      case "" -> throw wrongRole("missing");
      default -> throw wrongRole("unknown");
    };
  }

  private static Problem wrongRole(String what) {
    return Problem.wrong("role", what, "owner, admin or member");
  }

  private boolean maySee(Admitted to, Group group) {
    return to.actor().actsFor(group.owner())
        || to.actor().user().filter(user -> present(group, user).isPresent()).isPresent();
  }

  /// The period in which the user is a member now; empty if they are none.
  private Optional<Membership> present(Group group, UserId user) {
    return node.engine().memberships().periods(group.id(), user).stream()
        .filter(Membership::isOpen)
        .findFirst();
  }

  private Response addMembers(ServerRequest request) throws IOException {
    Admitted to = admit(request);
    return show(OK, bodies.large(request, body -> ask(addMembers(to, body))).group());
  }

  private static Function<Reply, Command> addMembers(Admitted to, JsonBody body) {
    List<UserId> members = body.holdingOnly("members").users("members", to.group().app());
    if (members.isEmpty()) {
      throw new Problem(RefusalCode.MALFORMED, "members: empty (expected: at least one user)");
    }
    return reply -> new Command.AddMembers(to.actor(), to.group(), members, reply);
  }

  private Response removeMember(ServerRequest request) throws IOException {
    Admitted to = admit(request);
    UserId member = AppCalls.user(request, to.group().app(), "userId");
    bodies.none(request);
    ask(reply -> new Command.RemoveMember(to.actor(), to.group(), member, reply));
    return Response.noContent();
  }

  private Response dissolve(ServerRequest request) throws IOException {
    Admitted to = admit(request);
    bodies.none(request);
    ask(reply -> new Command.DissolveGroup(to.actor(), to.group(), reply));
    return Response.noContent();
  }

  /// Parses the group and authenticates the actor before the body is read.
  ///
  /// @param parameters all that the query may hold
  private Admitted admit(ServerRequest request, String... parameters) {
    int app = AppCalls.app(request);
    var group =
        CoreProblem.id(
            "groupId", () -> new ConversationId.Group(app, request.parameter("groupId")));
    Admitted admitted = new Admitted(group, access.actor(request, group.app()));
    var _ = request.query().holdingOnly(parameters);
    return admitted;
  }

  /// Has the lane carry out a change of a group.
  private Answer.GroupIs ask(Function<Reply, Command> command) {
    return switch (calls.ask(command)) {
      case Answer.GroupIs is -> is;
      case Answer other ->
          throw new IllegalStateException("no answer to a group's change: " + other);
    };
  }

  private Response show(int status, Group group) {
    GroupPieces pieces = new GroupPieces(group, node.engine());
    return pieces.areOne()
        ? Response.of(status, JsonResponse.TYPE, pieces.next())
        : Response.of(status, JsonResponse.TYPE, new Response.Pieces(pieces));
  }
}
