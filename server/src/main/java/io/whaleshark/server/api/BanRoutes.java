package io.whaleshark.server.api;

import io.whaleshark.core.Node;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.server.http.Response;
import io.whaleshark.server.http.Router;
import io.whaleshark.server.http.ServerRequest;
import java.io.IOException;

/// What keeps a user from logging in, and lets them in again. The app's backend alone may do so.
final class BanRoutes {

  private static final String BAN = AppCalls.APP + "/users/{userId}/ban";
  private static final long MICROS_PER_MILLI = 1_000;

  private final AppCalls calls;
  private final Bodies bodies;

  BanRoutes(Node node, Access access, Bodies bodies) {
    this.calls = new AppCalls(node, access);
    this.bodies = bodies;
  }

  void add(Router router) {
    router.add("PUT", BAN, this::ban);
    router.add("DELETE", BAN, this::lift);
  }

  private Response ban(ServerRequest request) throws IOException {
    int app = calls.administered(request);
    UserId user = AppCalls.user(request, app, "userId");
    JsonBody body = bodies.smallOrNone(request).holdingOnly("reason", "until");
    String reason = body.text("reason", "");
    long until = body.has("until") ? body.number("until") * MICROS_PER_MILLI : Ban.FOR_EVER;
    Answer _ = calls.ask(reply -> new Command.Ban(user, reason, until, reply));
    return Response.noContent();
  }

  private Response lift(ServerRequest request) throws IOException {
    int app = calls.administered(request);
    UserId user = AppCalls.user(request, app, "userId");
    bodies.none(request);
    Answer _ = calls.ask(reply -> new Command.LiftBan(user, reply));
    return Response.noContent();
  }
}
