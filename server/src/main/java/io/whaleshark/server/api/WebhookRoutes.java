package io.whaleshark.server.api;

import io.whaleshark.core.Node;
import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.lane.StampClock;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.Response;
import io.whaleshark.server.http.Router;
import io.whaleshark.server.http.ServerRequest;
import io.whaleshark.server.webhook.WebhookStatus;
import io.whaleshark.server.webhook.Webhooks;
import io.whaleshark.translation.ToWire;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// What the operator of an app asks about its webhooks: `/v1/apps/{appId}/webhooks`.
final class WebhookRoutes {

  private static final String WEBHOOKS = AppCalls.APP + "/webhooks";
  private static final String WEBHOOK = WEBHOOKS + "/{name}";
  private static final String TIMES = "a time that has passed, such as 2026-11-29T08:00:00Z";
  private static final int OK = 200;
  private static final int RESULT_BYTES = 1 << 10;

  private final AppCalls calls;
  private final Bodies bodies;
  private final Webhooks webhooks;
  private final Clock clock;

  WebhookRoutes(Node node, Access access, Bodies bodies, Webhooks webhooks, Clock clock) {
    this.calls = new AppCalls(node, access);
    this.bodies = bodies;
    this.webhooks = webhooks;
    this.clock = clock;
  }

  void add(Router router) {
    router.add("GET", WEBHOOKS, this::list);
    router.add("POST", WEBHOOK + "/test", this::test);
    router.add("POST", WEBHOOK + "/replay", this::replay);
  }

  private Response list(ServerRequest request) {
    int app = calls.administered(request);
    JsonWriter json = new JsonWriter(RESULT_BYTES).startObject().name("webhooks").startArray();
    webhooks.list(app).forEach(webhook -> write(json, webhook));
    return Response.of(OK, JsonResponse.TYPE, json.endArray().endObject().toBytes());
  }

  private static void write(JsonWriter json, WebhookStatus webhook) {
    json.startObject().name("name").text(webhook.name());
    json.name("host").text(webhook.host());
    json.name("events").startArray();
    webhook.events().forEach(json::text);
    json.endArray();
    json.name("lag").number(webhook.lagSeconds());
    json.name("told").flag(webhook.isTold());
    json.name("ended").flag(webhook.hasEnded());
    if (webhook.failure().isPresent()) {
      json.name("lastError").startObject();
      json.name("reason").text(webhook.failure().get());
      json.name("time").number(ToWire.millis(webhook.failedAt())).endObject();
    }
    json.endObject();
  }

  private Response test(ServerRequest request) throws IOException {
    int app = calls.administered(request);
    String name = request.parameter("name");
    bodies.none(request);
    String known = known(app, name);
    Optional<String> failure = await(() -> webhooks.test(app, known));
    JsonWriter json = new JsonWriter(RESULT_BYTES).startObject();
    json.name("taken").flag(failure.isEmpty());
    failure.ifPresent(reason -> json.name("reason").text(reason));
    return Response.of(OK, JsonResponse.TYPE, json.endObject().toBytes());
  }

  private Response replay(ServerRequest request) throws IOException {
    int app = calls.administered(request);
    String name = request.parameter("name");
    long from = time(bodies.small(request).holdingOnly("from").text("from", ""));
    String known = known(app, name);
    Journal.Rewound rewound = await(() -> webhooks.replay(app, known, from));
    JsonWriter json = new JsonWriter(RESULT_BYTES).startObject();
    json.name("from").text(text(Math.min(from, rewound.position())));
    if (rewound.goneUpTo() > 0) {
      json.name("goneUpTo").text(text(rewound.goneUpTo()));
    }
    return Response.of(OK, JsonResponse.TYPE, json.endObject().toBytes());
  }

  /// Reads a time as a stamp.
  private long time(String text) {
    try {
      Instant time = Instant.parse(text);
      Instant now = clock.instant();
      if (time.isAfter(now)) {
        throw Problem.wrong("from", "in the future", TIMES);
      }
      return time.isBefore(Instant.EPOCH) ? 0 : StampClock.microsOf(time);
    } catch (DateTimeException _) {
      throw Problem.wrong("from", text.isEmpty() ? "missing" : "not a time", TIMES);
    }
  }

  private static String text(long stamp) {
    return StampClock.timeOf(stamp).toString();
  }

  private String known(int app, String name) {
    if (!webhooks.has(app, name)) {
      throw new Problem(RefusalCode.NO_SUCH_PATH, "name: the app has no webhook of that name");
    }
    return name;
  }

  /// What a webhook does meanwhile.
  @FunctionalInterface
  private interface Doing<T> {
    T result() throws InterruptedException;
  }

  private static <T> T await(Doing<T> doing) {
    try {
      return doing.result();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Problem(RefusalCode.RETRY_LATER, "the server is shutting down");
    }
  }
}
