package io.whaleshark.server.tour;

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

  private static TwoNodes nodes;

  @BeforeAll
  static void start() {
    nodes = TwoNodes.start(folder, Map.of());
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  @Override
  TourServer server() {
    return nodes.first();
  }

  @Override
  TourServer elsewhere() {
    return nodes.second();
  }
}
