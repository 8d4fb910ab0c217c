package io.whaleshark.server.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.whaleshark.core.Node;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.auth.Gatekeeper;
import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.server.limits.Rates;
import io.whaleshark.server.metrics.Metrics;
import io.whaleshark.server.sockets.ListenException;
import io.whaleshark.server.tls.Tls;
import io.whaleshark.server.translation.Refusals;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/// The HTTP port. Opened by [#open], closed by whoever opened it.
public final class HttpApi implements AutoCloseable {

  static final String JSON = "application/json";
  static final String PROBLEM = "application/problem+json";
  private static final int NOT_FOUND = 404;
  private static final long END_SECONDS = 5;

  private final Javalin javalin;
  private final GracefulHandler underWay;

  private HttpApi(Javalin javalin, GracefulHandler underWay) {
    this.javalin = javalin;
    this.underWay = underWay;
  }

  /// What the port needs besides the node and its settings.
  ///
  /// @param gatekeeper decides who is let in
  /// @param rates how often everyone may ask
  /// @param metrics what is told at `/metrics`
  /// @param tls null for connections that are not encrypted
  public record Surroundings(
      Gatekeeper gatekeeper, Rates rates, Metrics metrics, @Nullable Tls tls, Clock clock) {}

  /// Begins to listen.
  ///
  /// @param webSocketPort where the web chat connects to
  /// @throws IOException if the port cannot be had, or the web chat not be read; its message says
  ///   which
  public static HttpApi open(
      Node node, ServerConfig config, Surroundings surroundings, int webSocketPort)
      throws IOException {
    WebRoutes web = WebRoutes.read(config.web(), webSocketPort, config.openLogin());
    GracefulHandler underWay = new GracefulHandler();
    Javalin javalin =
        Javalin.create(javalinConfig -> {
          javalinConfig.startup.showJavalinBanner = false;
          javalinConfig.concurrency.useVirtualThreads = true;
          javalinConfig.jetty.modifyServer(server -> {
            server.insertHandler(underWay);
            server.insertHandler(
                new HttpGuard(config.origins(), surroundings.rates(), underWay::isShutdown));
          });
          javalinConfig.jetty.addConnector(
              (server, http) -> connector(server, http, config, surroundings));
          Access access = new Access(config, surroundings.gatekeeper(), surroundings.rates());
          Bodies bodies = new Bodies(config.loginTimeout(), surroundings.clock());
          new GroupRoutes(node, access, bodies).add(javalinConfig.routes);
          new SyncRoutes(node, access, bodies).add(javalinConfig.routes);
          routes(javalinConfig, node, surroundings.metrics());
          javalinConfig.routes.after(bodies::discardRest);
          web.add(javalinConfig.routes);
        });
    try {
      return new HttpApi(javalin.start(config.host(), config.httpPort()), underWay);
    } catch (RuntimeException e) {
      throw new ListenException("http-port", config.host(), config.httpPort(), e);
    }
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, ServerConfig config, Surroundings surroundings) {
    Tls tls = surroundings.tls();
    var plain = new HttpConnectionFactory(http);
    ServerConnector connector =
        tls == null
            ? new ServerConnector(server, plain)
            : new ServerConnector(server, encrypted(tls), plain);
    connector.setHost(config.host());
    connector.setPort(config.httpPort());
    connector.addBean(new HttpConnections(config.httpConnectionsAtMost(), surroundings.rates()));
    return connector;
  }

  private static SslContextFactory.Server encrypted(Tls tls) {
    SslContextFactory.Server ssl = new SslContextFactory.Server();
    ssl.setSslContext(tls.context());
    ssl.setIncludeProtocols(Tls.PROTOCOLS.toArray(String[]::new));
    return ssl;
  }

  private static void routes(JavalinConfig javalin, Node node, Metrics metrics) {
    javalin.routes.get(
        "/health", context -> context.contentType(JSON).result("{\"status\":\"up\"}"));
    javalin.routes.get("/ready", context -> ready(context, node));
    javalin.routes.get(
        "/metrics",
        context -> context.contentType("text/plain; version=0.0.4").result(metrics.scrape()));
    problems(javalin.routes, metrics);
  }

  /// Every error of ours is a problem document.
  private static void problems(RoutesConfig routes, Metrics metrics) {
    routes.exception(Problem.class, (problem, context) -> answer(context, problem));
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
        RuntimeException.class,
        (failure, context) -> answer(context, Problem.of(Refusals.of(failure, metrics::failed))));
  }

  /// What Javalin says, except that a path which leads nowhere is not repeated: it is a client's
  /// text.
  private static String titleOf(HttpResponseException refusal) {
    return refusal.getStatus() == NOT_FOUND ? "not found" : String.valueOf(refusal.getMessage());
  }

  private static void ready(Context context, Node node) {
    if (node.lane().hasDied()) {
      throw new Problem(RefusalCode.RETRY_LATER, "the server takes nothing more: restart it");
    }
    node.engine().newestStamp();
    context
        .contentType(JSON)
        .result("{\"status\":\"ready\",\"waiting\":" + node.lane().depth() + "}");
  }

  private static void answer(Context context, Problem problem) {
    if (context.res().isCommitted()) {
      cut(context);
    } else {
      problem.applyTo(context);
      context.contentType(PROBLEM).result(problem.document());
    }
  }

  /// Ends the connection of an answer that cannot be finished: it must not look whole.
  private static void cut(Context context) {
    ServletContextRequest request = ServletContextRequest.getServletContextRequest(context.req());
    request.getConnectionMetaData().getConnection().getEndPoint().close();
  }

  /// The port that was bound.
  public int port() {
    return javalin.port();
  }

  /// Takes no more requests, and gives those that were taken five seconds to be answered.
  ///
  /// Jetty would wait so itself, given a stop timeout, but for idle connections as well, and fail
  /// where the time does not suffice.
  @Override
  public void close() {
    try {
      underWay.shutdown().get(END_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      // What is left is cut: its client does not read or send, or the lane stands still.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting does not fail", e);
    } finally {
      javalin.stop();
    }
  }
}
