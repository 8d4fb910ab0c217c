package io.whaleshark.server.api;

import io.netty.handler.codec.http.HttpHeaders;
import io.whaleshark.core.Node;
import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.auth.Gatekeeper;
import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.server.gateway.Gateway;
import io.whaleshark.server.http.Application;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.Response;
import io.whaleshark.server.http.Router;
import io.whaleshark.server.http.ServerRequest;
import io.whaleshark.server.limits.Rates;
import io.whaleshark.server.metrics.Metrics;
import io.whaleshark.server.webhook.BeforeSend;
import io.whaleshark.server.webhook.Webhooks;
import io.whaleshark.translation.Refusals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.IntFunction;

/// What the ports that speak HTTP answer. Thread-safe.
public final class HttpApi implements Application {

  private static final int OK = 200;

  private final Router router;
  private final Admission admission;
  private final CrossOrigin crossOrigin;
  private final Metrics metrics;

  /// Collaborators other than the node and the settings.
  ///
  /// @param gatekeeper authenticates callers
  /// @param adminKeys the SHA-256 of the key of each app that has one
  /// @param rates the rate limits
  /// @param metrics the source of `/metrics`
  /// @param beforeSend the hooks that apps have before messages are sent
  /// @param webhooks how they stand; asking blocks
  /// @param policies the settings of each app; thread-safe
  public record Surroundings(
      Gatekeeper gatekeeper,
      IntFunction<Optional<String>> adminKeys,
      Rates rates,
      Metrics metrics,
      BeforeSend beforeSend,
      Webhooks webhooks,
      IntFunction<AppPolicy> policies,
      Clock clock) {}

  private HttpApi(Router router, ServerConfig config, Surroundings surroundings) {
    this.router = router;
    metrics = surroundings.metrics();
    admission = new Admission(config.origins(), surroundings.rates());
    crossOrigin = new CrossOrigin(config.origins());
  }

  /// The WebSocket port: handshakes, and nothing else.
  public static HttpApi ofHandshakes(ServerConfig config, Surroundings surroundings) {
    return new HttpApi(withHandshakes(), config, surroundings);
  }

  /// The HTTP port: all routes.
  ///
  /// @param webSocketPort the port that the web chat connects to
  /// @throws IOException if the web chat cannot be read; its message says why
  public static HttpApi of(
      Node node, ServerConfig config, Surroundings surroundings, int webSocketPort)
      throws IOException {
    Router router = withHandshakes();
    Access access =
        new Access(
            surroundings.adminKeys(),
            surroundings.gatekeeper(),
            surroundings.rates(),
            node.banning());
    Bodies bodies = new Bodies();
    Pages pages = new Pages();
    new GroupRoutes(node, access, bodies, pages).add(router);
    int messageBytesAtMost = config.frames().maxBodyBytes();
    new MessageRoutes(node, access, bodies, messageBytesAtMost, surroundings.beforeSend())
        .add(router);
    new SyncRoutes(node, access, bodies, pages).add(router);
    new ReadingRoutes(node, access, pages).add(router);
    new ReactionRoutes(node, access, bodies, pages).add(router);
    new BanRoutes(node, access, bodies).add(router);
    new BlockRoutes(node, access, bodies, pages).add(router);
    new ReceiptRoutes(node, access, bodies).add(router);
    new ProfileRoutes(node, access, bodies, pages).add(router);
    new PushTokenRoutes(node, access, bodies).add(router);
    new UserRoutes(node, access, bodies, pages, surroundings.webhooks()::lags).add(router);
    new WebhookRoutes(node, access, bodies, surroundings.webhooks(), surroundings.clock())
        .add(router);
    new TransferRoutes(
            node, access, bodies, surroundings.policies(), messageBytesAtMost, surroundings.clock())
        .add(router);
    WebRoutes.read(config.named("web"), config.web(), webSocketPort, config.openLogin())
        .add(router);
    new DocsRoutes(new PageHeaders(webSocketPort)).add(router);
    router.add("GET", "/health", _ -> JsonResponse.of("{\"status\":\"up\"}"));
    router.add("GET", "/ready", _ -> ready(node));
    router.add("GET", "/metrics", _ -> metricsNow(surroundings.metrics()));
    return new HttpApi(router, config, surroundings);
  }

  /// The routes of this port, each as method and path.
  SortedSet<String> routes() {
    return router.routes();
  }

  private static Router withHandshakes() {
    Router router = new Router();
    router.add("GET", Gateway.PATH, WebSocketRoute::answer);
    return router;
  }

  private static Response metricsNow(Metrics metrics) {
    byte[] text = metrics.scrape().getBytes(StandardCharsets.UTF_8);
    return Response.of(OK, "text/plain; version=0.0.4", text);
  }

  private static Response ready(Node node) {
    if (node.lane().hasDied()) {
      throw new Problem(
          RefusalCode.RETRY_LATER, "the server no longer accepts changes: restart it");
    }
    node.engine().newestStamp();
    return JsonResponse.of("{\"status\":\"ready\",\"waiting\":" + node.lane().depth() + "}");
  }

  @Override
  public Response answer(ServerRequest request) throws IOException {
    Response answer;
    try {
      admission.admit(request);
      answer =
          crossOrigin.isPreflight(request)
              ? crossOrigin.granted()
              : Compression.of(request, router.answer(request));
    } catch (RuntimeException e) {
      answer = problem(e).response();
    }
    return crossOrigin.answer(request.headers(), answer);
  }

  @Override
  public Response refusal(HttpHeaders headers, Problem problem) {
    return crossOrigin.answer(headers, problem.response());
  }

  /// Converts any exception that prevented an answer into a problem document.
  private Problem problem(RuntimeException why) {
    return why instanceof Problem problem
        ? problem
        : CoreProblem.of(Refusals.of(why, metrics::failed));
  }
}
