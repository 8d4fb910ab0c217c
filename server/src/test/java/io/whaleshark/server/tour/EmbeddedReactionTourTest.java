package io.whaleshark.server.tour;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// Goal: [ReactionTours] hold on the embedded engine. Method: one server.
class EmbeddedReactionTourTest extends ReactionTours {

  @TempDir private static Path folder = Path.of("");

  private static TourServer only;

  @BeforeAll
  static void start() {
    only = new TourServer(folder, Map.of());
  }

  @AfterAll
  static void stop() {
    only.close();
  }

  @Override
  TourServer server() {
    return only;
  }

  @Override
  TourServer elsewhere() {
    return only;
  }
}
