package io.whaleshark.server.storage;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.engine.cluster.ClusterEngine;
import io.whaleshark.engine.cluster.Connections;
import io.whaleshark.engine.cluster.Examination;
import io.whaleshark.engine.cluster.NodeConfig;
import io.whaleshark.engine.cluster.PostgresConfig;
import io.whaleshark.server.config.ClusterConfig;
import io.whaleshark.server.config.NodeSettings;
import io.whaleshark.server.config.PostgresSettings;
import io.whaleshark.server.metrics.Metrics;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine of several nodes. Its PostgreSQL has backups and disks of its own.
public final class ClusterStorage implements Storage {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

  private final ClusterEngine engine;
  private final PostgresSettings postgres;

  private ClusterStorage(ClusterEngine engine, PostgresSettings postgres) {
    this.engine = engine;
    this.postgres = postgres;
  }

  static ClusterStorage open(ClusterConfig config) {
    PostgresSettings postgres = config.postgres();
    ClusterEngine engine =
        ClusterEngine.open(access(postgres), self(config.node()), Clock.systemUTC());
    engine.examination().warnings().forEach(warning -> LOG.warn("PostgreSQL: {}", warning));
    return new ClusterStorage(engine, postgres);
  }

  /// Looks whether a node can work with the PostgreSQL of these settings, and changes nothing.
  ///
  /// @throws EngineException if PostgreSQL is away, or refuses the connection
  public static Examination examine(ClusterConfig config) {
    return ClusterEngine.examine(access(config.postgres()));
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
  public void watch(Metrics metrics) {
    for (Connections connections : engine.connections()) {
      metrics.watchPostgres(connections.name(), connections::active, connections::waiting);
    }
  }

  @Override
  public AutoCloseable takeOrders() {
    return () -> {};
  }

  @Override
  public String place() {
    return postgres.toString();
  }

  @Override
  public void close() {
    engine.close();
  }
}
