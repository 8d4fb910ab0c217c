package io.whaleshark.server;

import io.whaleshark.core.Node;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.core.lane.StampClock;
import io.whaleshark.core.retention.Sweep;
import io.whaleshark.engine.rocksdb.LibraryFolder;
import io.whaleshark.engine.rocksdb.NativeLibrary;
import io.whaleshark.server.api.HttpApi;
import io.whaleshark.server.auth.Gatekeeper;
import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.server.gateway.Gateway;
import io.whaleshark.server.gateway.shared.GatewayConfig;
import io.whaleshark.server.http.HttpPort;
import io.whaleshark.server.limits.Rates;
import io.whaleshark.server.metrics.Metrics;
import io.whaleshark.server.push.Pushes;
import io.whaleshark.server.sockets.NamedHost;
import io.whaleshark.server.sockets.Sockets;
import io.whaleshark.server.storage.Storage;
import io.whaleshark.server.tls.Tls;
import io.whaleshark.server.webhook.BeforeSend;
import io.whaleshark.server.webhook.Webhooks;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running server. It closes in the reverse order of opening: first the sockets stop accepting,
/// then the lane finishes and answers the commands it has accepted, then the connections close, and
/// the engine closes last.
public final class Server implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");
  private static final Duration LANE_ANSWERS_WITHIN = Duration.ofSeconds(30);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Storage storage;
  private final Gateway gateway;
  private final HttpPort webSocket;
  private final HttpPort http;
  private final Optional<Tls> tls;

  /// Opens all parts of the server.
  ///
  /// @throws IOException if a port cannot be bound
  /// @throws EngineException if the data cannot be used
  public Server(ServerConfig config, Clock clock) throws IOException {
    try {
      LibraryFolder libraries = Storage.libraries(config);
      Optional<NativeLibrary> epoll = NativeLibrary.findEpoll();
      if (epoll.isPresent()) {
        epoll.get().loadFrom(libraries); // Netty's own copy is made there, too
      }
      storage = opening(Storage.open(config, libraries, clock));
      Gateway.LaneEnd laneEnd = new Gateway.LaneEnd();
      Metrics metrics = opening(new Metrics(laneEnd::spaceAvailable));
      storage.journal().follow(config.followers());
      Webhooks webhooks = new Webhooks(config.webhooks(), storage.journal(), clock, metrics);
      Pushes pushes = new Pushes(config.push(), storage.journal(), clock, metrics);
      Runnable endOfTurn =
          () -> {
            laneEnd.endTurn();
            webhooks.wake();
            pushes.wake();
          };
      Node node = new Node(storage.engine(), surroundings(config, metrics, endOfTurn, clock));
      metrics.watchLane(node.lane()::depth);
      storage.watch(metrics);
      Gatekeeper gatekeeper =
          new Gatekeeper(
              config.openLogin(), app -> config.app(app).tokenKeys(), config.tokenSkew(), clock);
      tls = config.tls().map(Tls::new);
      Rates rates = new Rates(config.rates(), clock);
      NamedHost host = new NamedHost(config.named("host"), config.host());
      Sockets sockets = opening(new Sockets(host, config.eventLoops(), tls.orElse(null)));
      BeforeSend beforeSend = beforeSend(config, clock, metrics);
      GatewayConfig gatewayConfig = gatewayConfig(config, sockets, gatekeeper, rates, beforeSend);
      gateway = opening(Gateway.open(node, gatewayConfig, metrics, laneEnd, clock));
      storage.whenGone(gateway::disconnectAll);
      opened.push(node);
      opened.push(beforeSend);
      opened.push(webhooks);
      webhooks.start(node.notifications());
      opened.push(pushes);
      pushes.start(surroundings(node));
      node.lane().start(Thread.ofPlatform().name("lane").factory());
      startRecurring(config, node, clock, metrics);
      opening(storage.takeOrders());
      var calls = new HttpApi.Surroundings(gatekeeper, rates, metrics, beforeSend, webhooks, clock);
      var around =
          new HttpPort.Surroundings(rates, gateway::serveWebSocket, metrics::failed, clock);
      HttpApi handshakes = HttpApi.ofHandshakes(config, calls);
      webSocket = opening(HttpPort.open(sockets, handshakes, webSocketSettings(config), around));
      HttpApi api = HttpApi.of(node, config, calls, webSocket.port());
      http = opening(HttpPort.open(sockets, api, httpSettings(config), around));
      opened.push(gateway::stopListening);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void startRecurring(ServerConfig config, Node node, Clock clock, Metrics metrics) {
    opening(
        Recurring.start(
            "retention", config.retentionSweep(), () -> sweep(config, node, clock), metrics::bug));
    if (tls.isPresent()) {
      opening(
          Recurring.start(
              "certificates", config.tlsReload(), tls.get()::reloadIfChanged, metrics::bug));
    }
  }

  private static Pushes.Surroundings surroundings(Node node) {
    return new Pushes.Surroundings(
        node.notifications(),
        node.engine().pushTokens(),
        dead ->
            node.lane()
                .ask(
                    reply -> new Command.ForgetPushToken(dead, reply),
                    LANE_ANSWERS_WITHIN,
                    LANE_ANSWERS_WITHIN),
        node.engine()::newestStamp);
  }

  private <T extends AutoCloseable> T opening(T part) {
    opened.push(part);
    return part;
  }

  private static Node.Surroundings surroundings(
      ServerConfig config, Metrics metrics, Runnable endOfTurn, Clock clock) {
    return new Node.Surroundings(
        app -> config.app(app).policy(),
        LaneLimits.DEFAULT,
        metrics,
        endOfTurn,
        Thread.ofVirtual().name("look-up")::start,
        clock);
  }

  private static BeforeSend beforeSend(ServerConfig config, Clock clock, Metrics metrics) {
    return new BeforeSend(config.beforeSend(), config.frames(), clock, metrics);
  }

  private static GatewayConfig gatewayConfig(
      ServerConfig config,
      Sockets sockets,
      Gatekeeper gatekeeper,
      Rates rates,
      BeforeSend beforeSend) {
    return new GatewayConfig(
        sockets,
        config.named("tcp-port"),
        config.tcpPort(),
        config.idleTimeout(),
        config.loginTimeout(),
        config.laneWait(),
        config.frames(),
        gatekeeper,
        rates,
        config.connectionsAtMost(),
        app -> config.app(app).policy(),
        beforeSend);
  }

  private static HttpPort.Settings webSocketSettings(ServerConfig config) {
    return new HttpPort.Settings(
        config.named("ws-port"),
        config.wsPort(),
        config.connectionsAtMost(),
        config.loginTimeout());
  }

  private static HttpPort.Settings httpSettings(ServerConfig config) {
    return new HttpPort.Settings(
        config.named("http-port"),
        config.httpPort(),
        config.httpConnectionsAtMost(),
        config.loginTimeout());
  }

  /// Deletes messages that are older than the retention of their app.
  private static void sweep(ServerConfig config, Node node, Clock clock) {
    try {
      long deleted =
          new Sweep(node.engine())
              .run(
                  app ->
                      StampClock.microsOf(
                          clock.instant().minus(config.app(app).policy().retention())),
                  command -> node.lane().ask(command, LANE_ANSWERS_WITHIN, LANE_ANSWERS_WITHIN));
      if (deleted > 0) {
        LOG.atInfo().addKeyValue("messages", deleted).log("deleted expired messages");
      }
    } catch (EngineException e) {
      LOG.atWarn().setCause(e).log("the retention sweep failed; the next sweep retries");
    }
  }

  /// Where the data is, for the operator.
  public String place() {
    return storage.place();
  }

  /// Whether connections are encrypted.
  public boolean isEncrypted() {
    return tls.isPresent();
  }

  /// The port that TCP clients connect to.
  public int tcpPort() {
    return gateway.tcpPort();
  }

  /// The port that WebSocket clients connect to.
  public int webSocketPort() {
    return webSocket.port();
  }

  /// The port of the HTTP API.
  public int httpPort() {
    return http.port();
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        LOG.atError().setCause(e).log("a component failed to close");
      }
    }
  }
}
