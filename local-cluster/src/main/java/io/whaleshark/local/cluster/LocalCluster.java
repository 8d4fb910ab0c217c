package io.whaleshark.local.cluster;

import io.whaleshark.local.cluster.load.Door;
import io.whaleshark.services.PostgresServer;
import io.whaleshark.services.ServiceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The processes of a cluster on this machine. Started and ended together; each may be killed and
/// started again meanwhile. Used by one thread, but for [#close].
final class LocalCluster implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final int READERS = 8;
  private static final int OTHER_CONNECTIONS = 12;

  /// What the standby of PostgreSQL is called.
  private static final String STANDBY = "standby";

  private final Plan plan;
  private final LocalRedis redis;
  private final List<NodeProcess> nodes = new ArrayList<>(); // guarded by this
  private @Nullable PostgresServer standby; // guarded by this; null without replicas
  private PostgresServer postgres; // guarded by this
  private boolean isClosed; // guarded by this

  /// What is to be started.
  ///
  /// @param launcher the file that `serve` is said to
  /// @param replicas whether PostgreSQL has a standby that every commit waits for
  record Plan(Path launcher, Path folder, PortPlan ports, int nodes, boolean replicas) {}

  private LocalCluster(Plan plan, PostgresServer postgres, LocalRedis redis) {
    this.plan = plan;
    this.postgres = postgres;
    this.redis = redis;
  }

  private static LocalCluster startServers(Plan plan) {
    PostgresServer postgres = startPostgres(plan);
    try {
      LocalRedis redis = LocalRedis.start(plan.folder(), plan.ports(), plan.replicas());
      return new LocalCluster(plan, postgres, redis);
    } catch (ClusterException e) {
      postgres.close();
      throw e;
    }
  }

  /// Starts everything, on what an earlier cluster left in the folder or on an empty one.
  ///
  /// @throws ClusterException if that is not possible; the message says what to do
  static LocalCluster start(Plan plan) throws InterruptedException {
    plan.ports().requireFree(plan.nodes(), plan.replicas());
    LocalCluster cluster = startServers(plan);
    try {
      cluster.startStandby();
      for (int node = 1; node <= plan.nodes(); node++) {
        cluster.startNode(node);
      }
      for (NodeProcess node : cluster.nodes()) {
        node.awaitReady();
      }
      return cluster;
    } catch (ClusterException | InterruptedException e) {
      cluster.close();
      throw e;
    }
  }

  private static PostgresServer startPostgres(Plan plan) {
    int connections = plan.nodes() * (READERS + OTHER_CONNECTIONS) + OTHER_CONNECTIONS;
    Map<String, String> settings = Map.of("max_connections", String.valueOf(connections));
    try {
      return PostgresServer.start(
          plan.folder().resolve("postgres"), plan.ports().postgres(), settings);
    } catch (ServiceException e) {
      throw new ClusterException(e);
    }
  }

  private synchronized void startStandby() {
    if (plan.replicas()) {
      try {
        Path folder = plan.folder().resolve("postgres-standby");
        int port = plan.ports().standby();
        standby = PostgresServer.startStandby(folder, port, STANDBY, postgres);
        postgres.waitFor(STANDBY);
      } catch (ServiceException e) {
        throw new ClusterException(e);
      }
    }
  }

  private synchronized NodeProcess startNode(int number) {
    if (isClosed) {
      throw new ClusterException("the cluster is ending");
    }
    nodes.removeIf(node -> node.number() == number);
    Path folder = plan.folder().resolve("node-" + number);
    NodeProcess node = NodeProcess.start(number, plan.launcher(), folder, settings(number));
    nodes.add(node);
    return node;
  }

  private Map<String, String> settings(int node) {
    PortPlan ports = plan.ports();
    Map<String, String> settings = new HashMap<>();
    settings.put("WHALESHARK_ENGINE", "cluster");
    settings.put("WHALESHARK_NODE_NAME", "node-" + node);
    settings.put("WHALESHARK_HOST", HOST);
    settings.put("WHALESHARK_TCP_PORT", String.valueOf(ports.tcp(node)));
    settings.put("WHALESHARK_WS_PORT", String.valueOf(ports.webSocket(node)));
    settings.put("WHALESHARK_HTTP_PORT", String.valueOf(ports.http(node)));
    settings.put("WHALESHARK_POSTGRES_URL", postgres.url());
    settings.put("WHALESHARK_POSTGRES_USER", postgres.user());
    settings.put("WHALESHARK_POSTGRES_PASSWORD", postgres.password());
    settings.put("WHALESHARK_POSTGRES_READERS", String.valueOf(READERS));
    settings.put("WHALESHARK_POSTGRES_DURABILITY", plan.replicas() ? "standby" : "local");
    settings.putAll(redis.settings());
    return settings;
  }

  /// The nodes that were started last, in the order of their starts.
  synchronized List<NodeProcess> nodes() {
    return List.copyOf(nodes);
  }

  /// Whether it has begun to end.
  synchronized boolean isClosed() {
    return isClosed;
  }

  /// Where the nodes are entered, by their numbers.
  List<Door> doors() {
    return IntStream.rangeClosed(1, plan.nodes())
        .mapToObj(node -> new Door(plan.ports().tcp(node), plan.ports().http(node)))
        .toList();
  }

  /// One line for each part, with where it is.
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("postgres " + HOST + ":" + plan.ports().postgres());
    if (plan.replicas()) {
      lines.add("postgres " + HOST + ":" + plan.ports().standby() + " (standby)");
    }
    lines.add("redis " + redis.addresses());
    for (NodeProcess node : nodes()) {
      lines.add(
          String.format(
              "node %d  pid %d  tcp %s:%d  ws ws://%s:%d/ws  http http://%s:%d/",
              node.number(),
              node.pid(),
              HOST,
              plan.ports().tcp(node.number()),
              HOST,
              plan.ports().webSocket(node.number()),
              HOST,
              plan.ports().http(node.number())));
    }
    return lines;
  }

  /// What may be killed or paused: every node, and what they need.
  List<Victim> victims() {
    List<Victim> victims = new ArrayList<>();
    nodes().forEach(node -> victims.add(new NodeVictim(node)));
    victims.add(new PostgresVictim());
    victims.addAll(redis.victims());
    return victims;
  }

  private final class NodeVictim implements Victim {
    private final NodeProcess node;

    NodeVictim(NodeProcess node) {
      this.node = node;
    }

    @Override
    public String name() {
      return "node " + node.number();
    }

    @Override
    public void kill() {
      node.kill();
    }

    @Override
    public void restart() throws InterruptedException {
      startNode(node.number()).awaitReady();
    }

    @Override
    public void pause() {
      node.pause();
    }

    @Override
    public void resume() {
      node.resume();
    }
  }

  private final class PostgresVictim implements Victim {

    @Override
    public String name() {
      return "postgres";
    }

    @Override
    public void kill() {
      postgres().kill();
    }

    @Override
    public void restart() {
      PostgresServer started = startPostgres(plan);
      synchronized (LocalCluster.this) {
        postgres = started;
      }
    }

    @Override
    public void pause() {
      postgres().pause();
    }

    @Override
    public void resume() {
      postgres().resume();
    }
  }

  private synchronized PostgresServer postgres() {
    return postgres;
  }

  /// Ends everything: first the nodes, together, which answer what they took; then what they need.
  @Override
  public void close() {
    List<NodeProcess> ending;
    synchronized (this) {
      isClosed = true;
      ending = nodes();
    }
    ending.forEach(NodeProcess::resume);
    ending.forEach(NodeProcess::end);
    ending.forEach(NodeProcess::close);
    redis.close();
    postgres().resume();
    postgres().close(); // before its standby, which it would wait for
    closeStandby();
  }

  private synchronized void closeStandby() {
    if (standby != null) {
      standby.close();
    }
  }
}
