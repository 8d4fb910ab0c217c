package io.whaleshark.server.move;

import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Intake;
import io.whaleshark.engine.cluster.ClusterEngine;
import io.whaleshark.engine.cluster.ClusterMove;
import io.whaleshark.engine.cluster.NodeConfig;
import io.whaleshark.engine.cluster.PostgresConfig;
import io.whaleshark.engine.rocksdb.RocksEngine;
import io.whaleshark.engine.rocksdb.RocksMove;
import io.whaleshark.services.PostgresServer;
import io.whaleshark.testkit.EngineComparison;
import io.whaleshark.testkit.Moves;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what was moved between the two engines, there and back, is as before, and goes on as
/// before: every cursor finds the same. Method: random histories, in which each restart moves
/// everything to the other engine; everything compared with the reference.
class EnginesMoveTest extends EngineComparison {

  private static final RocksEngine.Limits LIMITS = new RocksEngine.Limits(8L << 20, 0);
  private static final String CLUSTER = "test";
  private static final int HISTORIES = 15;

  @TempDir private static Path folder = Path.of("");

  private static PostgresServer postgres;

  private static final Map<Path, String> SCHEMAS = new HashMap<>();

  private final Map<Path, Integer> moves = new HashMap<>();

  @BeforeAll
  static void start() {
    postgres = PostgresServer.start(folder.resolve("pg"), 0, Map.of("fsync", "off"));
  }

  @AfterAll
  static void end() {
    postgres.close();
  }

  @Override
  protected int histories() {
    return HISTORIES;
  }

  @Override
  protected boolean deletesAsMany() {
    return false; // a move leaves expired messages behind
  }

  @Override
  protected Engine open(Path history) {
    int moved = moves.merge(history, 0, (before, _) -> before + 1);
    Path place = place(history, moved);
    if (moved > 0) {
      move(place(history, moved - 1), place, isCluster(moved));
    }
    return isCluster(moved)
        ? ClusterEngine.open(
            config(place), new NodeConfig(CLUSTER, "node", "", ""), Clock.systemUTC())
        : RocksEngine.open(place, LIMITS);
  }

  private static boolean isCluster(int moved) {
    return moved % 2 == 1;
  }

  private static Path place(Path history, int moved) {
    return history.resolveSibling(history.getFileName() + "-" + moved);
  }

  private PostgresConfig config(Path place) {
    return new PostgresConfig(
        postgres.url(),
        postgres.user(),
        postgres.password(),
        SCHEMAS.computeIfAbsent(place, _ -> "moved" + SCHEMAS.size()),
        PostgresConfig.Durability.LOCAL,
        2);
  }

  private void move(Path from, Path to, boolean toCluster) {
    if (toCluster) {
      try (Contents contents = RocksMove.from(from, LIMITS);
          Intake intake = ClusterMove.to(config(to), CLUSTER)) {
        Moves.move(contents, intake);
      }
    } else {
      try (Contents contents = ClusterMove.from(config(from), CLUSTER);
          Intake intake = RocksMove.to(to, LIMITS)) {
        Moves.move(contents, intake);
      }
    }
  }
}
