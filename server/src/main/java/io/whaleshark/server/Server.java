package io.whaleshark.server;

import io.whaleshark.core.Node;
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
import io.whaleshark.server.sockets.NamedHost;
import io.whaleshark.server.sockets.Sockets;
import io.whaleshark.server.storage.Storage;
import io.whaleshark.server.tls.Tls;
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
  private final Node node;
  private final Apps apps;
  private final Metrics metrics;
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
      metrics = opening(new Metrics(laneEnd::spaceAvailable));
      apps = new Apps(config, storage.journal(), clock, metrics);
      Runnable endOfTurn =
          () -> {
            laneEnd.endTurn();
            apps.wake();
          };
      node = new Node(storage.engine(), surroundings(endOfTurn, clock));
      metrics.watchLane(node.lane()::depth);
      storage.watch(metrics);
      Gatekeeper gatekeeper =
          new Gatekeeper(
              config.openLogin(), app -> apps.of(app).tokenKeys(), config.tokenSkew(), clock);
      tls = config.tls().map(Tls::new);
      Rates rates = new Rates(config.rates(), clock);
      NamedHost host = new NamedHost(config.named("host"), config.host());
      Sockets sockets = opening(new Sockets(host, config.eventLoops(), tls.orElse(null)));
      GatewayConfig gatewayConfig = gatewayConfig(config, sockets, gatekeeper, rates);
      gateway = opening(Gateway.open(node, gatewayConfig, metrics, laneEnd, clock));
      storage.whenGone(gateway::disconnectAll);
      opened.push(node);
      opened.push(apps);
      apps.begin(node);
      node.lane().start(Thread.ofPlatform().name("lane").factory());
      startRecurring(config, clock);
      opening(storage.takeOrders());
      HttpApi.Surroundings calls = calls(gatekeeper, rates, clock);
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

  private void startRecurring(ServerConfig config, Clock clock) {
    opening(
        Recurring.start("retention", config.retentionSweep(), () -> sweep(clock), metrics::bug));
    if (tls.isPresent()) {
      opening(
          Recurring.start(
              "certificates", config.tlsReload(), tls.get()::reloadIfChanged, metrics::bug));
    }
  }

  private HttpApi.Surroundings calls(Gatekeeper gatekeeper, Rates rates, Clock clock) {
    return new HttpApi.Surroundings(
        gatekeeper,
        app -> apps.of(app).adminKeySha256(),
        rates,
        metrics,
        apps.beforeSend(),
        apps.webhooks(),
        app -> apps.of(app).policy(),
        clock);
  }

  private <T extends AutoCloseable> T opening(T part) {
    opened.push(part);
    return part;
  }

  private Node.Surroundings surroundings(Runnable endOfTurn, Clock clock) {
    return new Node.Surroundings(
        app -> apps.of(app).policy(),
        LaneLimits.DEFAULT,
        metrics,
        endOfTurn,
        Thread.ofVirtual().name("look-up")::start,
        clock);
  }

  private GatewayConfig gatewayConfig(
      ServerConfig config, Sockets sockets, Gatekeeper gatekeeper, Rates rates) {
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
        app -> apps.of(app).policy(),
        apps.beforeSend());
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
  private void sweep(Clock clock) {
    try {
      long deleted =
          new Sweep(node.engine())
              .run(
                  app ->
                      StampClock.microsOf(clock.instant().minus(apps.of(app).policy().retention())),
                  command -> node.lane().ask(command, LANE_ANSWERS_WITHIN, LANE_ANSWERS_WITHIN));
      if (deleted > 0) {
        LOG.atInfo().addKeyValue("messages", deleted).log("deleted expired messages");
      }
    } catch (EngineException e) {
      LOG.atWarn().setCause(e).log("the retention sweep failed; the next sweep retries");
    }
  }

  /// Lets the settings of apps hold as they are now. All others hold until the server is closed. If
  /// it fails, it may be called again. Blocks.
  ///
  /// @throws io.whaleshark.server.config.ConfigException if a file cannot be used that they name:
  ///   nothing has changed
  /// @throws EngineException if the store is unavailable: what settings do not name any more has
  ///   ended, and nothing else has changed
  public void reload(ServerConfig now) {
    apps.reload(now, node);
  }

  /// Looks again and again whether the settings file has changed, until this closes.
  ///
  /// @param pause before each look
  void watch(SettingsFile file, Duration pause) {
    opening(Recurring.start("settings", pause, () -> file.look(this::reload), metrics::bug));
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
