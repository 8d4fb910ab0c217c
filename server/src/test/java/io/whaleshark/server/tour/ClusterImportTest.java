package io.whaleshark.server.tour;

import static io.whaleshark.server.tour.ImportFiles.random;
import static io.whaleshark.server.tour.ImportFiles.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.cluster.NodeSettings;
import io.whaleshark.services.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a chat moves from one engine to the other as a file, and nothing is lost. Method: a random
/// file is imported into a server with a data folder, and what that exports into two nodes on a
/// real PostgreSQL.
@Timeout(120)
class ClusterImportTest {

  private static final String BY_USER = "WHALESHARK_APP_DEFAULTS_RECEIPTS";

  @TempDir private Path folder;

  private static TourServer node(String name, PostgresServer postgres) {
    Map<String, String> settings = new HashMap<>(NodeSettings.of(name, postgres));
    settings.put(BY_USER, "by-user");
    return TourServer.node(settings);
  }

  @Test
  void bothEnginesExportTheSame() throws IOException {
    long seed = new Random().nextLong();
    Path first = folder.resolve("first.jsonl");
    Path second = folder.resolve("second.jsonl");
    try (PostgresServer postgres =
            PostgresServer.start(folder.resolve("pg"), 0, Map.of("fsync", "off"));
        TourServer here = new TourServer(folder.resolve("here"), Map.of(BY_USER, "by-user"));
        TourServer there = node("there", postgres);
        TourServer beside = node("beside", postgres)) {
      Path file = random(folder.resolve("random.jsonl"), new Random(seed));
      assertThat(run(here, "import", file).exitCode()).as("seed %s", seed).isZero();
      assertThat(run(here, "export", first).exitCode()).isZero();
      assertThat(run(there, "import", first).exitCode()).as("seed %s", seed).isZero();
      assertThat(run(beside, "export", second).exitCode()).isZero();
      assertThat(second).as("seed %s", seed).hasSameTextualContentAs(first);
      assertThat(run(beside, "import", first).text()).contains("Refused: 0.");
    }
  }
}
