package io.whaleshark.server.tour;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: [ReactionTours] hold on the engine of several nodes. Method: two nodes on a real
/// PostgreSQL and a real Redis, which brings word from one to the other.
@Timeout(120)
class ClusterReactionTourTest extends ReactionTours {

  @TempDir private static Path folder = Path.of("");

  private static TwoNodes nodes;

  @BeforeAll
  static void start() {
    nodes = TwoNodes.startWithRedis(folder);
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
