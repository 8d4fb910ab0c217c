package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.engine.cluster.redis.RedisConfig;
import io.whaleshark.engine.cluster.redis.RedisExaminer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: whoever starts an engine again and again until it works leaves nothing behind. Method:
/// many starts that fail, or find no Redis, and then a look at the threads and connections.
@ExtendWith(Servers.class)
@Timeout(120)
class FailedStartTest {

  private static final int STARTS = 5;

  /// How the names begin of threads that an engine has.
  private static final List<String> OURS =
      List.of("heartbeat", "others", "feed", "inbox-additions", "postgres-", "lettuce-");

  /// Where nobody listens.
  private static RedisConfig away(Optional<Path> trusted) {
    return new RedisConfig(
        RedisConfig.Mode.SINGLE,
        List.of(new RedisConfig.Address("127.0.0.1", 1)),
        new RedisConfig.Access("", "guess", Optional.empty(), true, trusted),
        RedisConfig.Sizes.forBound(100));
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> OURS.stream().anyMatch(thread.getName()::startsWith))
        .collect(Collectors.toSet());
  }

  private static long connections(PostgresConfig config) {
    try (Postgres postgres = new Postgres(config)) {
      return postgres.read(session ->
          session
              .first(
                  "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'whaleshark'"
                      + " AND pid <> pg_backend_pid()",
                  row -> row.getLong(1))
              .orElseThrow());
    }
  }

  /// Ends once no more is left than before.
  private static void awaitNothingLeft(Set<Thread> before) {
    Stream<Thread> left = threads().stream().filter(thread -> !before.contains(thread));
    for (Thread thread : left.toList()) {
      while (thread.isAlive()) {
        assertThat(Thread.interrupted()).as("left: " + thread).isFalse();
      }
    }
  }

  @Test
  @DisplayName("a start that fails leaves no thread and no connection")
  void fails() {
    PostgresConfig config = Servers.config("failed_start");
    Servers.open(config).close(); // which makes the tables, and gives the cluster its name
    Set<Thread> before = threads();
    long connected = connections(config);
    NodeConfig elsewhere = new NodeConfig("another-cluster", "node", "", "test");
    Optional<RedisConfig> redis = Optional.of(Servers.redis());
    for (int i = 0; i < STARTS; i++) {
      assertThatThrownBy(
              () -> ClusterEngine.open(config, redis, elsewhere, Clock.systemUTC()).close())
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("another-cluster");
    }
    awaitNothingLeft(before);
    while (connections(config) > connected) {
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  @Test
  @DisplayName("nor does one that finds no Redis, or cannot read whom it shall trust")
  void withoutRedis() {
    PostgresConfig config = Servers.config("no_redis");
    Set<Thread> before = threads();
    for (int i = 0; i < STARTS; i++) {
      RedisConfig away = away(Optional.empty());
      Servers.open(config, away).close();
      assertThat(RedisExaminer.examine(away).warnings()).hasSize(1);
      RedisConfig missing = away(Optional.of(Path.of("missing.pem")));
      assertThatThrownBy(() -> Servers.open(config, missing).close())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("missing.pem");
    }
    awaitNothingLeft(before);
    try (ClusterEngine engine = Servers.open(config)) {
      assertThat(engine.health().faults()).isEmpty();
    }
  }
}
