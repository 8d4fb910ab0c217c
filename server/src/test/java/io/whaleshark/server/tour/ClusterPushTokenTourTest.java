package io.whaleshark.server.tour;

import io.whaleshark.server.cluster.NodeSettings;
import io.whaleshark.services.PostgresServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: [PushTokenTours] hold on the engine of several nodes. Method: two nodes on a real
/// PostgreSQL.
@Timeout(120)
class ClusterPushTokenTourTest extends PushTokenTours {

  @TempDir private static Path folder = Path.of("");

  private static PostgresServer postgres;
  private static TourServer first;
  private static TourServer second;

  @BeforeAll
  static void start() {
    postgres = PostgresServer.start(folder.resolve("pg"), 0, Map.of("fsync", "off"));
    first = node("first");
    second = node("second");
  }

  private static TourServer node(String name) {
    return TourServer.node(NodeSettings.of(name, postgres));
  }

  @AfterAll
  static void stop() {
    second.close();
    first.close();
    postgres.close();
  }

  @Override
  TourServer server() {
    return first;
  }

  @Override
  TourServer elsewhere() {
    return second;
  }
}
