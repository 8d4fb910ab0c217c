package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Intake;
import io.whaleshark.engine.cluster.health.ServiceHealth;

/// The tables of a cluster as one end of a move, without a node. As long as it is open, no node of
/// the cluster runs.
public final class ClusterMove {

  private ClusterMove() {}

  /// Opens the contents of the tables. The caller closes them.
  ///
  /// @param cluster the name of the cluster
  /// @throws EngineException if PostgreSQL is away or unfit, if there are no tables, if they are
  ///   those of a newer version or of another cluster, or if a node is alive
  public static Contents from(PostgresConfig config, String cluster) {
    return open(
        config,
        postgres -> {
          requireTables(postgres, config);
          MoveLock lock = begin(postgres, config, cluster);
          try {
            postgres.write(session -> MoveLock.requireWhole(session));
            return new PostgresContents(
                postgres.snapshot(),
                () -> {
                  lock.close();
                  postgres.close();
                });
          } catch (RuntimeException e) {
            lock.close();
            throw e;
          }
        });
  }

  /// Opens the tables for the contents of another store, and makes them where they are not there.
  /// The caller closes the intake.
  ///
  /// @param cluster the name of the cluster whose data it will be
  /// @throws EngineException if PostgreSQL is away or unfit, if the tables are those of a newer
  ///   version or of another cluster, or if a node is alive
  public static Intake to(PostgresConfig config, String cluster) {
    return open(
        config,
        postgres ->
            new PostgresIntake(
                "the schema " + config.schema(), postgres, begin(postgres, config, cluster)));
  }

  /// What is done with connections that are closed if it fails.
  private interface Opening<T> {
    T open(Postgres postgres);
  }

  private static <T> T open(PostgresConfig config, Opening<T> opening) {
    Postgres postgres = Postgres.open(config);
    try {
      return opening.open(postgres);
    } catch (RuntimeException e) {
      postgres.close();
      throw e;
    }
  }

  private static void requireTables(Postgres postgres, PostgresConfig config) {
    ServiceHealth found = postgres.write(session -> Examiner.examine(session, config));
    found.requireNoFault();
    if (postgres.write(session -> Schema.version(session, config.schema())) == 0) {
      throw new EngineException(
          EngineException.Kind.REFUSED,
          "PostgreSQL: the schema " + config.schema() + " has no tables (expected: a cluster's)");
    }
  }

  private static MoveLock begin(Postgres postgres, PostgresConfig config, String cluster) {
    new Schema(postgres, config).prepare();
    postgres.write(session -> ClusterName.require(session, cluster));
    return MoveLock.take(postgres);
  }
}
