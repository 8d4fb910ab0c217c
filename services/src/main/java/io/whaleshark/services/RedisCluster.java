package io.whaleshark.services;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A Redis Cluster of its own: primaries that share the slots, and replicas of them. Listens on the
/// loopback alone and asks for a password. Thread-safe.
public final class RedisCluster implements AutoCloseable {

  /// A primary that does not answer for so long is replaced by its replica.
  private static final int GONE_AFTER_MILLIS = 1_000;

  private final List<RedisServer> nodes;

  private RedisCluster(List<RedisServer> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  /// Starts a new cluster, and waits until it serves all slots.
  ///
  /// @param folder where it keeps everything; made, or empty
  /// @param primaries at least 3
  /// @param replicas of each primary
  /// @throws ServiceException if it cannot be started; the message says what to do
  public static RedisCluster start(Path folder, int primaries, int replicas) {
    String password = PrivateFile.password(PrivateFile.folder(folder).resolve("password"));
    List<RedisServer> started = new ArrayList<>();
    boolean serves = false;
    try {
      for (int i = 0; i < primaries * (1 + replicas); i++) {
        started.add(startNode(folder.resolve("node" + i), password));
      }
      RedisCluster cluster = new RedisCluster(started);
      cluster.unite(primaries, replicas);
      serves = true;
      return cluster;
    } finally {
      if (!serves) {
        started.forEach(RedisServer::close);
      }
    }
  }

  private static RedisServer startNode(Path folder, String password) {
    Map<String, String> settings =
        Map.of(
            "cluster-enabled",
            "yes",
            "cluster-node-timeout",
            String.valueOf(GONE_AFTER_MILLIS),
            "cluster-port",
            String.valueOf(Ports.free()),
            "repl-diskless-sync-delay",
            "0");
    return RedisServer.start(PrivateFile.folder(folder, password), 0, settings);
  }

  private void unite(int primaries, int replicas) {
    List<String> create = new ArrayList<>(List.of("--cluster", "create"));
    nodes.forEach(node -> create.add(node.host() + ":" + node.port()));
    create.addAll(List.of("--cluster-replicas", String.valueOf(replicas), "--cluster-yes"));
    nodes.getFirst().cli(create);
    Awaited.await(
        "the Redis Cluster serves all slots",
        () ->
            nodes.stream()
                .allMatch(node ->
                    node.cli(List.of("CLUSTER", "INFO")).contains("cluster_state:ok")
                        && count(node, "master") == primaries
                        && count(node, "slave") == nodes.size() - primaries));
    Awaited.await("the replicas copy", () -> nodes.stream().allMatch(RedisCluster::hasItsCopy));
  }

  private static long count(RedisServer asked, String role) {
    return asked
        .cli(List.of("CLUSTER", "NODES"))
        .lines()
        .filter(line -> line.contains(role) && !line.contains("fail"))
        .count();
  }

  /// Whether a replica follows its primary; true of a primary.
  private static boolean hasItsCopy(RedisServer node) {
    String replication = node.cli(List.of("INFO", "replication"));
    return replication.contains("role:master") || replication.contains("master_link_status:up");
  }

  public List<RedisServer> nodes() {
    return nodes;
  }

  /// The primary that serves the slot of a key; waits while there is none.
  public RedisServer primaryOf(String key) {
    List<RedisServer> found = new ArrayList<>();
    Awaited.await(
        "the Redis Cluster has a primary for " + key,
        () -> {
          nodes.stream().filter(serves(key)).findFirst().ifPresent(found::add);
          return !found.isEmpty();
        });
    return found.getFirst();
  }

  private static Predicate<RedisServer> serves(String key) {
    // Only the primary of the slot answers, and only while the cluster is sound.
    return node ->
        node.isAlive()
            && node.cli(List.of("ROLE")).startsWith("master")
            && node.cli(List.of("EXISTS", key)).matches("[01]");
  }

  /// The replicas that are alive.
  public Stream<RedisServer> replicas() {
    return nodes.stream()
        .filter(node -> node.isAlive() && node.cli(List.of("ROLE")).startsWith("slave"));
  }

  /// Ends all nodes.
  @Override
  public void close() {
    nodes.forEach(RedisServer::close);
  }
}
