package io.whaleshark.server.api;

import io.whaleshark.core.Node;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.receipt.ReceiptSettings;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.Response;
import io.whaleshark.server.http.Router;
import io.whaleshark.server.http.ServerRequest;
import java.io.IOException;

/// Whether others see how far a user has read. The app's backend may say so, and the user.
final class ReceiptRoutes {

  private static final String RECEIPTS = AppCalls.APP + "/users/{userId}/receipts";
  private static final int OK = 200;
  private static final int STATE_BYTES = 1 << 8;

  private final Node node;
  private final AppCalls calls;
  private final Bodies bodies;

  ReceiptRoutes(Node node, Access access, Bodies bodies) {
    this.node = node;
    this.calls = new AppCalls(node, access);
    this.bodies = bodies;
  }

  void add(Router router) {
    router.add("GET", RECEIPTS, this::state);
    router.add("PUT", RECEIPTS, this::set);
  }

  private Response state(ServerRequest request) {
    UserId user = calls.ownOrAdministered(request, "userId");
    ReceiptSettings.State state = node.receipts().of(user);
    JsonWriter json = new JsonWriter(STATE_BYTES).startObject();
    json.name("userId").text(user.name());
    json.name("receiptsOn").flag(state.shared());
    json.name("othersShown").flag(state.shown());
    json.name("changeable").flag(state.changeable());
    return Response.of(OK, JsonResponse.TYPE, json.endObject().toBytes());
  }

  private Response set(ServerRequest request) throws IOException {
    Caller user = Caller.backendFor(calls.ownOrAdministered(request, "userId"));
    boolean on =
        bodies
            .small(request)
            .holdingOnly("receiptsOn")
            .flag("receiptsOn")
            .orElseThrow(() -> Problem.wrong("receiptsOn", "missing", "true or false"));
    Answer _ = calls.ask(reply -> new Command.SwitchReceipts(user, on, reply));
    return Response.noContent();
  }
}
