package io.whaleshark.server.api;

import io.whaleshark.core.Node;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.Names;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.Response;
import io.whaleshark.server.http.Router;
import io.whaleshark.server.http.ServerRequest;
import io.whaleshark.translation.ToWire;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Where push services reach the devices of a user. Over HTTP, the app's backend alone may see and
/// set it: devices do it on the wire, each for itself.
final class PushTokenRoutes {

  private static final String TOKENS = AppCalls.APP + "/users/{userId}/push-tokens";
  private static final int OK = 200;
  private static final int CLIENT_TYPES = ClientType.values().length;
  private static final int LIST_BYTES = 1 << 11;

  private final Node node;
  private final AppCalls calls;
  private final Bodies bodies;

  PushTokenRoutes(Node node, Access access, Bodies bodies) {
    this.node = node;
    this.calls = new AppCalls(node, access);
    this.bodies = bodies;
  }

  void add(Router router) {
    router.add("GET", TOKENS, this::list);
    router.add("PUT", TOKENS, this::set);
    router.add("DELETE", TOKENS, this::remove);
  }

  private Response list(ServerRequest request) {
    int app = calls.administered(request);
    UserId user = AppCalls.user(request, app, "userId");
    List<PushToken> tokens = node.engine().pushTokens().pushTokens(user);
    JsonWriter json = new JsonWriter(LIST_BYTES);
    json.startObject().name("userId").text(user.name()).name("pushTokens").startArray();
    tokens.forEach(token -> write(json, token));
    json.endArray();
    return Response.of(OK, JsonResponse.TYPE, json.endObject().toBytes());
  }

  private static void write(JsonWriter json, PushToken token) {
    json.startObject();
    json.name("clientType").number(ToWire.clientType(token.device().kind()).number());
    json.name("imei").text(token.device().name());
    json.name("service").text(token.service());
    json.name("token").text(token.token());
    json.name("registeredAt").number(ToWire.millis(token.registeredAt()));
    json.endObject();
  }

  private Response set(ServerRequest request) throws IOException {
    int app = calls.administered(request);
    UserId user = AppCalls.user(request, app, "userId");
    JsonBody body = bodies.small(request).holdingOnly("clientType", "imei", "service", "token");
    DeviceId device =
        NamedDevice.of(body.integer("clientType", CLIENT_TYPES - 1), body.text("imei", ""));
    Names.newIdFault("userId", user.name())
        .or(() -> Names.newDeviceFault("imei", device.name()))
        .ifPresent(fault -> {
          throw new Problem(RefusalCode.MALFORMED, fault);
        });
    String service = body.text("service", "");
    String token = body.text("token", "");
    Answer _ = calls.ask(reply -> new Command.SetPushToken(user, device, service, token, reply));
    return Response.noContent();
  }

  private Response remove(ServerRequest request) throws IOException {
    int app = calls.administered(request, "clientType", "imei");
    UserId user = AppCalls.user(request, app, "userId");
    Optional<DeviceId> device = NamedDevice.in(request.query());
    bodies.none(request);
    Answer _ = calls.ask(reply -> new Command.RemovePushToken(user, device, reply));
    return Response.noContent();
  }
}
