package io.whaleshark.server.api;

import io.whaleshark.core.Node;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Block;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.server.http.Response;
import io.whaleshark.server.http.Router;
import io.whaleshark.server.http.ServerRequest;
import java.io.IOException;

/// Who takes no direct messages of whom. Over HTTP, the app's backend alone may say so: users do it
/// on the wire.
final class BlockRoutes {

  private static final String BLOCKS = AppCalls.APP + "/blocks/{userId}";
  private static final String BLOCK = BLOCKS + "/{blockedId}";
  private static final int OK = 200;
  private static final int LIST_BYTES = 1 << 10;

  private final Node node;
  private final AppCalls calls;
  private final Bodies bodies;
  private final Pages pages;

  BlockRoutes(Node node, Access access, Bodies bodies, Pages pages) {
    this.node = node;
    this.calls = new AppCalls(node, access);
    this.bodies = bodies;
    this.pages = pages;
  }

  void add(Router router) {
    router.add("GET", BLOCKS, this::list);
    router.add("PUT", BLOCK, this::block);
    router.add("DELETE", BLOCK, this::lift);
  }

  private Response list(ServerRequest request) {
    int app = calls.administered(request);
    UserId user = AppCalls.user(request, app, "userId");
    return Response.of(OK, JsonResponse.TYPE, pages.give(() -> list(user)));
  }

  private byte[] list(UserId user) {
    JsonWriter json = new JsonWriter(LIST_BYTES);
    json.startObject().name("userId").text(user.name()).name("blockedIds").startArray();
    node.engine().blocks().of(user).forEach(blocked -> json.text(blocked.name()));
    json.endArray();
    return json.endObject().toBytes();
  }

  private Response block(ServerRequest request) throws IOException {
    Block block = named(request);
    Answer _ = calls.ask(reply -> new Command.PutBlock(block, reply));
    return Response.noContent();
  }

  private Response lift(ServerRequest request) throws IOException {
    Block block = named(request);
    Answer _ = calls.ask(reply -> new Command.LiftBlock(block, reply));
    return Response.noContent();
  }

  /// The path says everything.
  private Block named(ServerRequest request) throws IOException {
    int app = calls.administered(request);
    bodies.none(request);
    return new Block(
        AppCalls.user(request, app, "userId"), AppCalls.user(request, app, "blockedId"));
  }
}
