package io.whaleshark.local.cluster;

import io.whaleshark.services.RedisCluster;
import io.whaleshark.services.RedisServer;
import io.whaleshark.services.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The Redis of a cluster: one server, or a Redis Cluster of three primaries and three replicas.
/// Used by one thread, but for [#close].
sealed interface LocalRedis extends AutoCloseable {

  /// Settings of nodes, as environment variables.
  Map<String, String> settings();

  /// What may be killed or paused of it.
  List<Victim> victims();

  /// Where it is.
  String addresses();

  @Override
  void close();

  /// Starts one.
  ///
  /// @throws ClusterException if that is not possible; the message says what to do
  static LocalRedis start(Path folder, PortPlan ports, boolean replicas) {
    try {
      return replicas
          ? Several.start(folder.resolve("redis-cluster"))
          : new Single(folder.resolve("redis"), ports.redis());
    } catch (ServiceException e) {
      throw new ClusterException(e);
    }
  }

  /// One server, which finds what it held.
  final class Single implements LocalRedis, Victim {
    private final Path folder;
    private final int port;
    private volatile RedisServer server;

    Single(Path folder, int port) {
      this.folder = folder;
      this.port = port;
      this.server = RedisServer.start(folder, port, Map.of());
    }

    @Override
    public Map<String, String> settings() {
      return Map.of(
          "WHALESHARK_REDIS_NODES",
          addresses(),
          "WHALESHARK_REDIS_MODE",
          "single",
          "WHALESHARK_REDIS_PASSWORD",
          server.password());
    }

    @Override
    public List<Victim> victims() {
      return List.of(this);
    }

    @Override
    public String addresses() {
      return server.host() + ":" + port;
    }

    @Override
    public String name() {
      return "redis";
    }

    @Override
    public void kill() {
      server.kill();
    }

    @Override
    public void restart() {
      try {
        server = RedisServer.start(folder, port, Map.of());
      } catch (ServiceException e) {
        throw new ClusterException(e);
      }
    }

    @Override
    public void pause() {
      server.pause();
    }

    @Override
    public void resume() {
      server.resume();
    }

    @Override
    public void close() {
      server.resume();
      server.close();
    }
  }

  /// A Redis Cluster, which begins empty each time: nodes fill it again from PostgreSQL.
  record Several(RedisCluster cluster) implements LocalRedis {

    static Several start(Path folder) {
      if (Files.exists(folder)) {
        delete(folder);
      }
      return new Several(RedisCluster.start(folder, 3, 1));
    }

    private static void delete(Path folder) {
      try (Stream<Path> left = Files.walk(folder)) {
        for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      } catch (IOException e) {
        throw new ClusterException("cannot delete " + folder + ": " + e.getMessage(), e);
      }
    }

    @Override
    public Map<String, String> settings() {
      return Map.of(
          "WHALESHARK_REDIS_NODES",
          addresses(),
          "WHALESHARK_REDIS_MODE",
          "cluster",
          "WHALESHARK_REDIS_PASSWORD",
          cluster.nodes().getFirst().password());
    }

    @Override
    public List<Victim> victims() {
      return List.of(); // its nodes replace one another, and do not come back
    }

    @Override
    public String addresses() {
      return cluster.nodes().stream()
          .map(node -> node.host() + ":" + node.port())
          .collect(Collectors.joining(","));
    }

    @Override
    public void close() {
      cluster.close();
    }
  }
}
