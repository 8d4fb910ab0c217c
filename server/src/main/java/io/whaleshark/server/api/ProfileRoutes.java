package io.whaleshark.server.api;

import io.whaleshark.core.Node;
import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.directory.DirectoryView;
import io.whaleshark.core.engine.Directory.Place;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.Names;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Profile;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.Query;
import io.whaleshark.server.http.Response;
import io.whaleshark.server.http.Router;
import io.whaleshark.server.http.ServerRequest;
import io.whaleshark.translation.ToWire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The directory of an app: its backend says who its users are, and users ask, as far as the app
/// lets them.
final class ProfileRoutes {

  private static final String USER = AppCalls.APP + "/users/{userId}";
  private static final String PROFILES = AppCalls.APP + "/profiles";
  private static final int OK = 200;
  private static final int RESULT_BYTES = 4 << 10;
  private static final int PREFIX_BYTES_AT_MOST = 3 * Profile.NAME_CHARS_AT_MOST;
  private static final char BETWEEN = '\0'; // stands in no name

  private final Node node;
  private final AppCalls calls;
  private final Access access;
  private final Bodies bodies;
  private final Pages pages;

  ProfileRoutes(Node node, Access access, Bodies bodies, Pages pages) {
    this.node = node;
    this.calls = new AppCalls(node, access);
    this.access = access;
    this.bodies = bodies;
    this.pages = pages;
  }

  void add(Router router) {
    router.add("PUT", USER, this::put);
    router.add("DELETE", USER + "/profile", this::remove);
    router.add("POST", PROFILES, this::ofUsers);
    router.add("GET", PROFILES, this::search);
  }

  private Response put(ServerRequest request) throws IOException {
    int app = calls.administered(request);
    UserId user = AppCalls.user(request, app, "userId");
    JsonBody body = bodies.small(request).holdingOnly("name", "avatar", "extra");
    String name = body.textOrNone("name");
    String avatar = body.textOrNone("avatar");
    String extra = body.textOrNone("extra");
    Answer _ = calls.ask(reply -> new Command.PutProfile(user, name, avatar, extra, reply));
    return Response.noContent();
  }

  private Response remove(ServerRequest request) throws IOException {
    int app = calls.administered(request);
    UserId user = AppCalls.user(request, app, "userId");
    bodies.none(request);
    Answer _ = calls.ask(reply -> new Command.RemoveProfile(user, reply));
    return Response.noContent();
  }

  private Response ofUsers(ServerRequest request) throws IOException {
    int app = AppCalls.app(request);
    Actor actor = access.actor(request, app);
    var _ = request.query().holdingOnly();
    JsonBody body = bodies.small(request).holdingOnly("userIds", "groupId");
    if (!body.has("userIds")) {
      throw Problem.wrong("userIds", "missing", "an array of strings");
    }
    List<UserId> users = body.users("userIds", app);
    Optional<ConversationId.Group> group =
        body.has("groupId") ? Optional.of(body.group("groupId", app)) : Optional.empty();
    return Response.of(
        OK,
        JsonResponse.TYPE,
        pages.give(() -> {
          List<Profile> found = CoreProblem.granted(node.directory().of(actor, users, group));
          JsonWriter json = new JsonWriter(RESULT_BYTES).startObject();
          write(json, found);
          return json.endObject().toBytes();
        }));
  }

  private Response search(ServerRequest request) {
    int app = AppCalls.app(request);
    Actor actor = access.actor(request, app);
    Query query = request.query().holdingOnly("namePrefix", "after", "limit");
    String prefix = query.text("namePrefix").orElse("");
    Optional.of(prefix)
        .filter(text -> !text.isEmpty())
        .flatMap(text -> Names.opaqueFault(text, PREFIX_BYTES_AT_MOST))
        .ifPresent(fault -> {
          throw new Problem(RefusalCode.MALFORMED, "namePrefix: " + fault);
        });
    Place after = query.text("after").map(ProfileRoutes::place).orElse(Place.FIRST);
    int limit = Math.min(AppCalls.limit(query, "limit"), DirectoryView.PROFILES_AT_MOST);
    return Response.of(
        OK,
        JsonResponse.TYPE,
        pages.give(() ->
            page(
                CoreProblem.granted(
                    node.directory().startingWith(actor, app, prefix, after, limit + 1)),
                limit)));
  }

  private static byte[] page(List<Profile> found, int limit) {
    boolean completed = found.size() <= limit;
    List<Profile> page = completed ? found : found.subList(0, limit);
    JsonWriter json = new JsonWriter(RESULT_BYTES).startObject();
    write(json, page);
    json.name("completed").flag(completed);
    if (!completed) {
      json.name("next").text(cursor(Place.of(page.getLast())));
    }
    return json.endObject().toBytes();
  }

  private static void write(JsonWriter json, List<Profile> profiles) {
    json.name("profiles").startArray();
    for (Profile profile : profiles) {
      json.startObject().name("userId").text(profile.user().name());
      fields(json, profile).endObject();
    }
    json.endArray();
  }

  /// What an app says of a user, without the user's id.
  static JsonWriter fields(JsonWriter json, Profile profile) {
    json.name("name").text(profile.name());
    json.name("avatar").text(profile.avatar());
    json.name("extra").text(profile.extra());
    return json.name("changedAt").number(ToWire.millis(profile.changedAt()));
  }

  private static String cursor(Place place) {
    byte[] text = (place.compared() + BETWEEN + place.user()).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }

  private static Place place(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      int between = text.indexOf(BETWEEN);
      if (between > 0 && text.indexOf(BETWEEN, between + 1) < 0) {
        return new Place(text.substring(0, between), text.substring(between + 1));
      }
    } catch (IllegalArgumentException e) {
      // Not in this form: refused below.
    }
    throw Problem.wrong("after", "another text", "what an answer has as next");
  }
}
