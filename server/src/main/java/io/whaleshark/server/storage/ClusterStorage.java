package io.whaleshark.server.storage;

import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Intake;
import io.whaleshark.core.engine.Journal;
import io.whaleshark.engine.cluster.ClusterEngine;
import io.whaleshark.engine.cluster.ClusterMove;
import io.whaleshark.engine.cluster.Connections;
import io.whaleshark.engine.cluster.NodeConfig;
import io.whaleshark.engine.cluster.PostgresConfig;
import io.whaleshark.engine.cluster.health.ServiceHealth;
import io.whaleshark.engine.cluster.redis.RedisConfig;
import io.whaleshark.engine.cluster.redis.RedisExaminer;
import io.whaleshark.server.config.ClusterConfig;
import io.whaleshark.server.config.LinkTls;
import io.whaleshark.server.config.NodeSettings;
import io.whaleshark.server.config.PostgresSettings;
import io.whaleshark.server.config.RedisSettings;
import io.whaleshark.server.metrics.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine of several nodes. Its PostgreSQL has backups and disks of its own.
public final class ClusterStorage implements Storage {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");
  private static final Duration TRIES_EACH = Duration.ofMillis(500);

  private final ClusterEngine engine;
  private final ClusterConfig config;

  private ClusterStorage(ClusterEngine engine, ClusterConfig config) {
    this.engine = engine;
    this.config = config;
  }

  /// @param largestInbox how many entries the largest inbox has
  /// @param clock gives the stamps of this node
  static ClusterStorage open(ClusterConfig config, int largestInbox, Clock clock) {
    PostgresConfig postgres = access(config.postgres());
    NodeConfig self = self(config.node());
    Optional<RedisConfig> redis = config.redis().map(there -> access(there, largestInbox));
    if (redis.isPresent()) {
      ServiceHealth health = RedisExaminer.examine(redis.get()).at(place(config.redis().get()));
      health.requireNoFault();
      warn(health);
    }
    ClusterEngine engine =
        whenItAnswers(
            config.postgres(), clock, () -> ClusterEngine.open(postgres, redis, self, clock));
    warn(engine.health().at(place(config.postgres())));
    return new ClusterStorage(engine, config);
  }

  /// Opens what needs PostgreSQL, as soon as it answers. When a machine starts, or PostgreSQL fails
  /// over, a node need not be started in the right moment: the name of the host may come late, too.
  private static <T> T whenItAnswers(PostgresSettings postgres, Clock clock, Supplier<T> opening) {
    Instant lastTry = clock.instant().plus(postgres.startWait()).minus(TRIES_EACH);
    boolean isTold = false;
    while (true) {
      try {
        return naming(postgres, opening);
      } catch (EngineException e) {
        if (e.kind() != EngineException.Kind.UNAVAILABLE || clock.instant().isAfter(lastTry)) {
          throw e;
        }
        if (!isTold) {
          LOG.warn(
              "waits up to {} s for PostgreSQL: {}",
              postgres.startWait().toSeconds(),
              e.getMessage());
        }
        isTold = true;
        LockSupport.parkNanos(TRIES_EACH.toNanos());
        if (Thread.currentThread().isInterrupted()) {
          throw e; // whoever interrupts does not want it any more
        }
      }
    }
  }

  private static String place(PostgresSettings postgres) {
    return postgres.setting() + ": " + postgres.place();
  }

  private static String place(RedisSettings redis) {
    return redis.setting() + ": " + redis.place();
  }

  /// Uses PostgreSQL. A failure names the setting of its address, and the address.
  private static <T> T naming(PostgresSettings postgres, Supplier<T> use) {
    try {
      return use.get();
    } catch (EngineException e) {
      throw new EngineException(e.kind(), place(postgres) + ": " + e.getMessage(), e);
    }
  }

  private static void warn(ServiceHealth health) {
    health.warnings().forEach(LOG::warn);
  }

  /// Looks whether a node can work with the servers of these settings, and changes nothing.
  ///
  /// @return of each server, whether it answers or not
  public static List<ServiceHealth> examine(ClusterConfig config) {
    List<ServiceHealth> found = new ArrayList<>();
    PostgresSettings postgres = config.postgres();
    found.add(ClusterEngine.examine(access(postgres)).at(place(postgres)));
    config
        .redis()
        .ifPresent(redis -> found.add(RedisExaminer.examine(access(redis, 1)).at(place(redis))));
    return found;
  }

  /// Opens everything that a cluster has stored, while none of its nodes runs. The caller closes
  /// it.
  public static Contents contents(ClusterConfig config) {
    PostgresSettings postgres = config.postgres();
    return naming(postgres, () -> ClusterMove.from(access(postgres), config.node().cluster()));
  }

  /// Opens the tables of a cluster for everything of another store, while none of its nodes runs.
  /// The caller closes it.
  public static Intake intake(ClusterConfig config) {
    PostgresSettings postgres = config.postgres();
    return naming(postgres, () -> ClusterMove.to(access(postgres), config.node().cluster()));
  }

  private static RedisConfig access(RedisSettings redis, int largestInbox) {
    return new RedisConfig(
        switch (redis.mode()) {
          case SINGLE -> RedisConfig.Mode.SINGLE;
          case SENTINEL -> RedisConfig.Mode.SENTINEL;
          case CLUSTER -> RedisConfig.Mode.CLUSTER;
        },
        redis.nodes().stream()
            .map(node -> new RedisConfig.Address(node.host(), node.port()))
            .toList(),
        new RedisConfig.Access(
            redis.user(),
            redis.password(),
            redis
                .sentinels()
                .map(known -> new RedisConfig.Sentinels(known.primary(), known.password())),
            redis.tls().mode() != LinkTls.Mode.OFF,
            redis.tls().authority()),
        RedisConfig.Sizes.forBound(largestInbox));
  }

  private static NodeConfig self(NodeSettings node) {
    String version = ClusterStorage.class.getPackage().getImplementationVersion();
    return new NodeConfig(
        node.cluster(), node.name(), node.address(), version == null ? "" : version);
  }

  private static PostgresConfig access(PostgresSettings postgres) {
    return new PostgresConfig(
        postgres.jdbcUrl(),
        postgres.user(),
        postgres.password(),
        postgres.schema(),
        switch (postgres.durability()) {
          case LOCAL -> PostgresConfig.Durability.LOCAL;
          case STANDBY -> PostgresConfig.Durability.STANDBY;
        },
        postgres.readers());
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public Journal journal() {
    return engine.journal();
  }

  @Override
  public void watch(Metrics metrics) {
    for (Connections connections : engine.connections()) {
      metrics.watchPostgres(connections.name(), connections::active, connections::waiting);
    }
    if (config.redis().isPresent()) {
      metrics.watchRedis(engine::pullsFromRedis, engine::fills, engine::pokes);
    }
  }

  @Override
  public AutoCloseable takeOrders() {
    return () -> {};
  }

  @Override
  public void whenGone(Runnable action) {
    engine.whenGone(() -> {
      LOG.warn(
          "this node sent no heartbeat, and others declared it gone: all its connections are"
              + " closed, and it restarts its session");
      action.run();
    });
  }

  @Override
  public String place() {
    return config.postgres() + config.redis().map(redis -> "; " + redis).orElse("");
  }

  @Override
  public void close() {
    engine.close();
  }
}
