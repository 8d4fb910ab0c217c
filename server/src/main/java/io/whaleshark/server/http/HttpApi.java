package io.whaleshark.server.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpResponseException;
import io.whaleshark.core.Node;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.auth.Gatekeeper;
import io.whaleshark.server.auth.Origins;
import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.server.limits.Rates;
import io.whaleshark.server.metrics.Metrics;
import io.whaleshark.server.tls.Tls;
import java.io.IOException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/// The HTTP port. Opened by [#open], closed by whoever opened it.
public final class HttpApi implements AutoCloseable {

  static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";
  private static final long BODY_BYTES = 4L << 20;

  /// A body that comes more slowly is given up.
  private static final long BODY_BYTES_PER_SECOND = 64;

  private static final int NOT_FOUND = 404;

  private final Javalin javalin;

  private HttpApi(Javalin javalin) {
    this.javalin = javalin;
  }

  /// Who is let in, how often, and how connections are encrypted.
  ///
  /// @param tls null for not at all
  public record Security(Gatekeeper gatekeeper, Rates rates, @Nullable Tls tls) {}

  /// Begins to listen.
  ///
  /// @param webSocketPort where the web chat connects to
  /// @throws IOException if the port cannot be had, or the web chat not be read; its message says
  ///   which
  public static HttpApi open(
      Node node, ServerConfig config, Security security, Metrics metrics, int webSocketPort)
      throws IOException {
    WebRoutes web = WebRoutes.read(config.web(), webSocketPort, config.openLogin());
    Javalin javalin =
        Javalin.create(javalinConfig -> {
          javalinConfig.startup.showJavalinBanner = false;
          javalinConfig.concurrency.useVirtualThreads = true;
          javalinConfig.http.maxRequestSize = BODY_BYTES;
          javalinConfig.jetty.modifyServer(
              server -> server.setHandler(new MinimumDataRateHandler(BODY_BYTES_PER_SECOND, 0)));
          javalinConfig.jetty.addConnector(
              (server, http) -> connector(server, http, config, security.tls()));
          Access access = new Access(config, security.gatekeeper(), security.rates());
          guard(javalinConfig.routes, config.origins(), access);
          routes(javalinConfig, node, access, metrics);
          web.add(javalinConfig.routes);
        });
    try {
      return new HttpApi(javalin.start(config.host(), config.httpPort()));
    } catch (RuntimeException e) {
      throw new IOException(
          "cannot listen on " + config.host() + ":" + config.httpPort() + ": " + e.getMessage(), e);
    }
  }

  /// Refuses what comes too often, and requests of web pages that are not allowed, before anything
  /// else.
  private static void guard(RoutesConfig routes, Origins origins, Access access) {
    routes.before(context -> {
      access.takeRequest(context);
      if (!origins.allow(context.header("Origin"), context.header("Host"))) {
        throw new ForbiddenResponse("Origin or Host: not allowed (expected: one of origins)");
      }
    });
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, ServerConfig config, @Nullable Tls tls) {
    var plain = new HttpConnectionFactory(http);
    ServerConnector connector =
        tls == null
            ? new ServerConnector(server, plain)
            : new ServerConnector(server, encrypted(tls), plain);
    connector.setHost(config.host());
    connector.setPort(config.httpPort());
    connector.addBean(new HttpConnections(config.httpConnectionsAtMost()));
    return connector;
  }

  private static SslContextFactory.Server encrypted(Tls tls) {
    SslContextFactory.Server ssl = new SslContextFactory.Server();
    ssl.setSslContext(tls.context());
    ssl.setIncludeProtocols(Tls.PROTOCOLS.toArray(String[]::new));
    return ssl;
  }

  private static void routes(JavalinConfig javalin, Node node, Access access, Metrics metrics) {
    new GroupRoutes(node, access).add(javalin.routes);
    new SyncRoutes(node, access).add(javalin.routes);
    javalin.routes.get(
        "/health", context -> context.contentType(JSON).result("{\"status\":\"up\"}"));
    javalin.routes.get("/ready", context -> ready(context, node));
    javalin.routes.get(
        "/metrics",
        context -> context.contentType("text/plain; version=0.0.4").result(metrics.scrape()));
    problems(javalin.routes, metrics);
  }

  /// Every error is a problem document.
  private static void problems(RoutesConfig routes, Metrics metrics) {
    routes.exception(Problem.class, (problem, context) -> answer(context, problem));
    routes.exception(
        IllegalArgumentException.class,
        (bad, context) ->
            answer(context, new Problem(RefusalCode.MALFORMED, String.valueOf(bad.getMessage()))));
    routes.exception(
        HttpResponseException.class,
        (other, context) ->
            context
                .status(other.getStatus())
                .contentType(PROBLEM)
                .result(Problem.document(other.getStatus(), titleOf(other))));
    routes.exception(
        // The client went away while it sent: no failure of the server, so nothing to log.
        IOException.class,
        (gone, context) ->
            answer(context, new Problem(RefusalCode.MALFORMED, "body: ended before it should")));
    routes.exception(
        EngineException.class,
        (failure, context) -> {
          metrics.failed(failure);
          answer(context, new Problem(RefusalCode.RETRY_LATER, "the store is away: try again"));
        });
    routes.exception(
        RuntimeException.class,
        (bug, context) -> {
          metrics.failed(bug);
          answer(context, new Problem(RefusalCode.INTERNAL, "the server failed"));
        });
  }

  /// What Javalin says, except that a path which leads nowhere is not repeated: it is a client's
  /// text.
  private static String titleOf(HttpResponseException refusal) {
    return refusal.getStatus() == NOT_FOUND ? "not found" : String.valueOf(refusal.getMessage());
  }

  private static void ready(Context context, Node node) {
    node.engine().newestStamp();
    context
        .contentType(JSON)
        .result("{\"status\":\"ready\",\"waiting\":" + node.lane().depth() + "}");
  }

  private static void answer(Context context, Problem problem) {
    problem.applyTo(context);
    context.contentType(PROBLEM).result(problem.document());
  }

  /// The port that was bound.
  public int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
