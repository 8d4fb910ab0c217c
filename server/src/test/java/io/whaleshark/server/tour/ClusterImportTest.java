package io.whaleshark.server.tour;

import static io.whaleshark.server.tour.ImportFiles.daysAgo;
import static io.whaleshark.server.tour.ImportFiles.random;
import static io.whaleshark.server.tour.ImportFiles.run;
import static io.whaleshark.server.tour.ImportFiles.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whaleshark.client.sdk.ClientConfig;
import io.whaleshark.client.sdk.InboxCursorStore;
import io.whaleshark.client.sdk.SyncConfig;
import io.whaleshark.client.sdk.SyncedClient;
import io.whaleshark.client.sdk.Update;
import io.whaleshark.server.cluster.NodeSettings;
import io.whaleshark.services.PostgresServer;
import io.whaleshark.services.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a chat moves from one engine to the other as a file, and nothing is lost; who is connected
/// to another node gets what is imported for them. Method: a random file is imported into a server
/// with a data folder, and what that exports into two nodes on a real PostgreSQL, without a Redis
/// and with one.
@Timeout(120)
class ClusterImportTest {

  private static final int FOR_ERIN = 40;
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final String BY_USER = "WHALESHARK_APP_DEFAULTS_RECEIPTS";

  @TempDir private Path folder;

  private static TourServer node(String name, PostgresServer postgres, Map<String, String> redis) {
    Map<String, String> settings = new HashMap<>(NodeSettings.of(name, postgres));
    settings.putAll(redis);
    settings.put(BY_USER, "by-user");
    return TourServer.node(settings);
  }

  @Test
  void bothEnginesExportTheSame() throws IOException {
    move(Map.of());
  }

  @Test
  void soTheyDoWithARedisBetweenTheNodes() throws IOException {
    try (RedisServer redis = RedisServer.start(folder.resolve("redis"), 0, Map.of())) {
      move(
          Map.of(
              "WHALESHARK_REDIS_NODES",
              redis.host() + ":" + redis.port(),
              "WHALESHARK_REDIS_PASSWORD",
              redis.password()));
    }
  }

  /// Everything that happens to everyone, and what is said to somebody who is only told.
  private Path file(long seed) throws IOException {
    Path file = random(folder.resolve("random.jsonl"), new Random(seed));
    Path more =
        ImportFiles.write(
            folder.resolve("more.jsonl"),
            IntStream.range(0, FOR_ERIN)
                .mapToObj(i -> says("frank", "'toId':'erin'", "e" + i, daysAgo(1) + i))
                .toList());
    return Files.write(file, Files.readAllLines(more), StandardOpenOption.APPEND);
  }

  /// Her device says what it has received.
  private static boolean isOfErin(String line) {
    return line.startsWith("{\"type\":\"received\",\"userId\":\"erin\"");
  }

  private static SyncedClient erin(TourServer at, List<String> arrived) {
    return SyncedClient.open(
        ClientConfig.local("erin").at("127.0.0.1", at.tcpPort()),
        SyncConfig.with(InboxCursorStore.inMemory()),
        update -> {
          if (update instanceof Update.Arrived message) {
            arrived.add(message.message().messageId());
          }
        });
  }

  private void move(Map<String, String> redis) throws IOException {
    long seed = new Random().nextLong();
    List<String> arrived = new CopyOnWriteArrayList<>();
    Path first = folder.resolve("first.jsonl");
    Path second = folder.resolve("second.jsonl");
    try (PostgresServer postgres =
            PostgresServer.start(folder.resolve("pg"), 0, Map.of("fsync", "off"));
        TourServer here = new TourServer(folder.resolve("here"), Map.of(BY_USER, "by-user"));
        TourServer there = node("there", postgres, redis);
        TourServer beside = node("beside", postgres, redis);
        SyncedClient _ = erin(beside, arrived)) {
      Path file = file(seed);
      assertThat(run(here, "import", file).exitCode()).as("seed %s", seed).isZero();
      assertThat(run(here, "export", first).exitCode()).isZero();
      assertThat(run(there, "import", first).exitCode()).as("seed %s", seed).isZero();
      await().atMost(WITHIN).until(() -> arrived.size() >= FOR_ERIN);
      assertThat(run(beside, "export", second).exitCode()).isZero();
      assertThat(Files.readAllLines(second).stream().filter(line -> !isOfErin(line)))
          .as("seed %s", seed)
          .isEqualTo(Files.readAllLines(first));
      assertThat(run(beside, "import", first).text()).contains("Refused: 0.");
      assertThat(arrived)
          .as("each once, in their order")
          .isEqualTo(IntStream.range(0, FOR_ERIN).mapToObj(i -> "e" + i).toList());
    }
  }
}
