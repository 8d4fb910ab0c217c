package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.UserId;
import io.whaleshark.engine.cluster.PostgresConfig.Durability;
import io.whaleshark.engine.cluster.redis.RedisConfig;
import io.whaleshark.services.PostgresServer;
import io.whaleshark.services.RedisCluster;
import io.whaleshark.services.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// One PostgreSQL, one Redis and one Redis Cluster for all test classes of a run, ended with them,
/// each started when it is first asked for. Each folder of a test stands for a schema of its own;
/// what an earlier one left in Redis is another database's. Nothing here kills a machine, so
/// nothing is synced; nothing lives long enough to be vacuumed.
final class Servers implements BeforeAllCallback {

  private static final Map<String, String> SETTINGS =
      Map.of("fsync", "off", "full_page_writes", "off", "autovacuum", "off");

  private static final AtomicInteger NODES = new AtomicInteger();

  private static final Map<Path, String> SCHEMAS = new HashMap<>(); // guarded by itself

  /// The servers with the folder that they run on.
  private static final class Running implements AutoCloseable {

    private final Path folder;
    private final List<Runnable> closers = new ArrayList<>();
    private Optional<PostgresServer> postgres = Optional.empty();
    private Optional<RedisServer> redis = Optional.empty();
    private Optional<RedisCluster> cluster = Optional.empty();

    private Running(Path folder) {
      this.folder = folder;
    }

    static Running begin() {
      try {
        return new Running(Files.createTempDirectory("servers"));
      } catch (IOException e) {
        throw new IllegalStateException("cannot make a folder", e);
      }
    }

    synchronized PostgresServer postgres() {
      if (postgres.isEmpty()) {
        PostgresServer server = PostgresServer.start(folder.resolve("pg"), 0, SETTINGS);
        closers.add(server::close);
        postgres = Optional.of(server);
      }
      return postgres.orElseThrow();
    }

    synchronized RedisServer redis() {
      if (redis.isEmpty()) {
        RedisServer server = RedisServer.start(folder.resolve("redis"), 0, Map.of("save", "\"\""));
        closers.add(server::close);
        redis = Optional.of(server);
      }
      return redis.orElseThrow();
    }

    synchronized RedisCluster cluster() {
      if (cluster.isEmpty()) {
        RedisCluster server = RedisCluster.start(folder.resolve("cluster"), 3, 1);
        closers.add(server::close);
        cluster = Optional.of(server);
      }
      return cluster.orElseThrow();
    }

    @Override
    public void close() throws IOException {
      closers.forEach(Runnable::run);
      try (Stream<Path> left = Files.walk(folder)) {
        for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static volatile List<Running> running = List.of(); // one, once a class has begun

  @Override
  public void beforeAll(ExtensionContext context) {
    Running server =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(Servers.class))
            .computeIfAbsent(Running.class, _ -> Running.begin(), Running.class);
    running = List.of(server);
  }

  static PostgresServer postgres() {
    return running.getFirst().postgres();
  }

  /// One Redis.
  static RedisConfig redis() {
    return redis(RedisConfig.Sizes.forBound(1_024));
  }

  static RedisConfig redis(RedisConfig.Sizes sizes) {
    RedisServer server = running.getFirst().redis();
    return new RedisConfig(
        RedisConfig.Mode.SINGLE,
        List.of(new RedisConfig.Address(server.host(), server.port())),
        RedisConfig.Access.byPassword(server.password()),
        sizes);
  }

  /// The same engine, once it has reached Redis.
  static ClusterEngine connected(ClusterEngine engine) {
    long before = engine.pullsFromRedis();
    while (engine.pullsFromRedis() == before) {
      engine.inboxes().pull(new UserId(1, "nobody"), 0, PageLimit.of(1), new Bound(1, 1));
    }
    return engine;
  }

  /// A cluster of three primaries, each with a replica.
  static RedisConfig redisCluster() {
    RedisServer node = running.getFirst().cluster().nodes().getFirst();
    return new RedisConfig(
        RedisConfig.Mode.CLUSTER,
        List.of(new RedisConfig.Address(node.host(), node.port())),
        RedisConfig.Access.byPassword(node.password()),
        RedisConfig.Sizes.forBound(1_024));
  }

  /// How the tables are reached that a folder stands for.
  static PostgresConfig config(Path folder) {
    synchronized (SCHEMAS) {
      String schema = SCHEMAS.computeIfAbsent(folder, _ -> "test" + SCHEMAS.size());
      return config(schema);
    }
  }

  /// Opens an engine as a node of its own.
  static ClusterEngine open(PostgresConfig config) {
    return ClusterEngine.open(config, self(), Clock.systemUTC());
  }

  static ClusterEngine open(PostgresConfig config, RedisConfig redis) {
    return ClusterEngine.open(config, Optional.of(redis), self(), Clock.systemUTC());
  }

  private static NodeConfig self() {
    return new NodeConfig("test", "node-" + NODES.incrementAndGet(), "", "test");
  }

  static PostgresConfig config(String schema) {
    PostgresServer server = postgres();
    return new PostgresConfig(
        server.url(), server.user(), server.password(), schema, Durability.LOCAL, 2);
  }
}
