package io.whaleshark.server.api;

import io.whaleshark.core.Node;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.erasure.Erasure;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Profile;
import io.whaleshark.core.presence.WhoIsOnline.OnlineDevice;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.server.http.Response;
import io.whaleshark.server.http.Router;
import io.whaleshark.server.http.ServerRequest;
import io.whaleshark.translation.ToWire;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.IntFunction;

/// What an app's backend asks about a user, and about all users: who is online, and what is not
/// read. It signs users out, and erases them.
final class UserRoutes {

  private static final int OK = 200;
  private static final int RESULT_BYTES = 1 << 10;

  private final Node node;
  private final AppCalls calls;
  private final Pages pages;
  private final Bodies bodies;
  private final IntFunction<SortedMap<String, Long>> webhookLags;

  UserRoutes(
      Node node,
      Access access,
      Bodies bodies,
      Pages pages,
      IntFunction<SortedMap<String, Long>> webhookLags) {
    this.node = node;
    this.calls = new AppCalls(node, access);
    this.pages = pages;
    this.bodies = bodies;
    this.webhookLags = webhookLags;
  }

  void add(Router router) {
    router.add("GET", AppCalls.APP + "/users/{userId}", this::user);
    router.add("DELETE", AppCalls.APP + "/users/{userId}", this::erase);
    router.add("DELETE", AppCalls.APP + "/users/{userId}/devices", this::signOut);
    router.add("GET", AppCalls.APP + "/stats", this::stats);
  }

  private Response user(ServerRequest request) {
    int app = calls.administered(request);
    UserId user = AppCalls.user(request, app, "userId");
    List<OnlineDevice> devices = CoreProblem.granted(node.online().devices(user));
    // Whoever has many conversations makes the server look at all of them: a few at once.
    return Response.of(OK, JsonResponse.TYPE, pages.give(() -> user(user, devices)));
  }

  private byte[] user(UserId user, List<OnlineDevice> devices) {
    var unread = node.conversations().unread(user);
    JsonWriter json = new JsonWriter(RESULT_BYTES);
    json.startObject().name("userId").text(user.name());
    json.name("online").flag(!devices.isEmpty());
    json.name("devices").startArray();
    devices.forEach(device -> write(json, device));
    json.endArray();
    json.name("unreadCount").number(unread.ringing());
    json.name("mutedUnreadCount").number(unread.muted());
    json.name("banned").flag(node.banning().ban(user).isPresent());
    json.name("receiptsOn").flag(node.receipts().of(user).shared());
    for (Profile profile : node.engine().directory().of(List.of(user))) {
      json.name("profile").startObject();
      ProfileRoutes.fields(json, profile).endObject();
    }
    return json.endObject().toBytes();
  }

  private static void write(JsonWriter json, OnlineDevice online) {
    json.startObject();
    json.name("clientType").number(ToWire.clientType(online.device().kind()).number());
    json.name("imei").text(online.device().name());
    json.name("since").number(ToWire.millis(online.since()));
    json.endObject();
  }

  /// It takes as long as the user has left messages: the connection waits, and nobody else.
  private Response erase(ServerRequest request) throws IOException {
    int app = calls.administered(request);
    UserId user = AppCalls.user(request, app, "userId");
    bodies.none(request);
    Erasure.Erased erased = CoreProblem.granted(node.erasure().erase(user));
    JsonWriter json = new JsonWriter(RESULT_BYTES);
    json.startObject().name("userId").text(user.name());
    json.name("devices").number(erased.devices());
    json.name("groups").number(erased.groups());
    json.name("messages").number(erased.messages());
    json.name("conversations").number(erased.conversations());
    json.name("blocks").number(erased.blocks());
    return Response.of(OK, JsonResponse.TYPE, json.endObject().toBytes());
  }

  private Response signOut(ServerRequest request) throws IOException {
    int app = calls.administered(request, "clientType", "imei");
    UserId user = AppCalls.user(request, app, "userId");
    Optional<DeviceId> device = NamedDevice.in(request.query());
    bodies.none(request);
    Answer _ = calls.ask(reply -> new Command.SignOut(user, device, reply));
    return Response.noContent();
  }

  private Response stats(ServerRequest request) {
    int app = calls.administered(request);
    Feed.Count online = CoreProblem.granted(node.online().count(app));
    SortedMap<String, Long> lags = webhookLags.apply(app);
    JsonWriter json = new JsonWriter(RESULT_BYTES).startObject();
    json.name("usersOnline").number(online.users());
    json.name("connections").number(online.sessions());
    json.name("messages").number(node.lane().messagesStored(app));
    json.name("webhooks").startArray();
    lags.forEach((name, seconds) ->
        json.startObject().name("name").text(name).name("lag").number(seconds).endObject());
    json.endArray();
    return Response.of(OK, JsonResponse.TYPE, json.endObject().toBytes());
  }
}
