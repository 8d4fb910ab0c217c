package io.whaleshark.server.tour;

import io.whaleshark.server.cluster.NodeSettings;
import io.whaleshark.services.PostgresServer;
import io.whaleshark.services.RedisServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: [TypingTours] hold on the engine of several nodes. Method: two nodes on a real PostgreSQL
/// and a real Redis, which brings word from one to the other.
@Timeout(120)
class ClusterTypingTourTest extends TypingTours {

  @TempDir private static Path folder = Path.of("");

  private static PostgresServer postgres;
  private static RedisServer redis;
  private static TourServer first;
  private static TourServer second;

  @BeforeAll
  static void start() {
    postgres = PostgresServer.start(folder.resolve("pg"), 0, Map.of("fsync", "off"));
    redis = RedisServer.start(folder.resolve("redis"), 0, Map.of());
    first = node("first");
    second = node("second");
  }

  private static TourServer node(String name) {
    Map<String, String> all = new HashMap<>(NodeSettings.of(name, postgres));
    all.put("WHALESHARK_REDIS_NODES", redis.host() + ":" + redis.port());
    all.put("WHALESHARK_REDIS_PASSWORD", redis.password());
    return TourServer.node(all);
  }

  @AfterAll
  static void stop() {
    second.close();
    first.close();
    redis.close();
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
