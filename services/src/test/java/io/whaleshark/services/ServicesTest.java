package io.whaleshark.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: servers that keep what they were given, for their owner alone. Method: real ones, started,
/// ended and killed, asked by their own command-line programs.
class ServicesTest {

  @TempDir private Path folder = Path.of("");

  private static String ask(PostgresServer server, String sql) {
    return Programs.run(
            List.of(
                Programs.postgresFolder().resolve("psql").toString(),
                server.url().replace("jdbc:", ""),
                "-U",
                server.user(),
                "-Atc",
                sql),
            Map.of("PGPASSWORD", server.password()))
        .strip();
  }

  private static String ask(RedisServer server, String... command) {
    return server.cli(List.of(command));
  }

  @Test
  @DisplayName(
      "PostgreSQL starts on an empty folder, and finds what was committed when it is killed")
  void postgres() {
    try (PostgresServer server = PostgresServer.start(folder.resolve("pg"), 0, Map.of())) {
      ask(server, "CREATE TABLE kept AS SELECT 7 AS number");
      server.kill();
    }
    try (PostgresServer server = PostgresServer.start(folder.resolve("pg"), 0, Map.of())) {
      assertThat(ask(server, "SELECT number FROM kept")).isEqualTo("7");
      assertThat(server.isAlive()).isTrue();
    }
  }

  @Test
  @DisplayName("a standby follows, also after a restart on another port; commits wait for it")
  void standby() {
    Map<String, String> settings = Map.of("lock_timeout", "60s");
    try (PostgresServer primary = PostgresServer.start(folder.resolve("pg"), 0, settings);
        PostgresServer standby =
            PostgresServer.startStandby(folder.resolve("standby"), 0, "follower", primary)) {
      primary.waitFor("follower");
      ask(primary, "CREATE TABLE kept AS SELECT 7 AS number");
      assertThat(ask(primary, "SELECT sync_state FROM pg_stat_replication")).isEqualTo("sync");
      assertThat(ask(standby, "SELECT pg_is_in_recovery()")).isEqualTo("t");
    }
    try (PostgresServer primary = PostgresServer.start(folder.resolve("pg"), 0, settings);
        PostgresServer standby =
            PostgresServer.startStandby(folder.resolve("standby"), 0, "follower", primary)) {
      // A commit is answered when the standby has it on disk, so a little before it can be read
      // there, unless the commit itself waits for that.
      ask(primary, "SET synchronous_commit = remote_apply; INSERT INTO kept VALUES (8)");
      assertThat(ask(standby, "SELECT sum(number) FROM kept")).isEqualTo("15");
    }
  }

  @Test
  @DisplayName("a server that is paused answers nothing until it is resumed")
  void paused() throws Exception {
    try (RedisServer redis = RedisServer.start(folder.resolve("redis"), 0, Map.of())) {
      redis.pause();
      var answer = new FutureTask<>(() -> ask(redis, "PING"));
      Thread.ofVirtual().name("ask").start(answer);
      assertThatThrownBy(() -> answer.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      redis.resume();
      assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("PONG");
    }
  }

  @Test
  @DisplayName("a setting reaches PostgreSQL; without the password nobody gets in")
  void settings() {
    try (PostgresServer server =
        PostgresServer.start(folder.resolve("pg"), 0, Map.of("max_connections", "17"))) {
      assertThat(ask(server, "SHOW max_connections")).isEqualTo("17");
      List<String> stranger =
          List.of(
              Programs.postgresFolder().resolve("psql").toString(),
              server.url().replace("jdbc:", ""),
              "-U",
              server.user(),
              "-Atc",
              "SELECT 1");
      assertThatThrownBy(() -> Programs.run(stranger, Map.of("PGPASSWORD", "guessed")))
          .isInstanceOf(ServiceException.class);
    }
  }

  @Test
  @DisplayName("Redis starts on an empty folder, and finds what it held when it was ended")
  void redis() {
    Path home = folder.resolve("redis");
    try (RedisServer server = RedisServer.start(home, 0, Map.of())) {
      assertThat(ask(server, "SET", "kept", "7")).isEqualTo("OK");
    }
    try (RedisServer server = RedisServer.start(home, 0, Map.of())) {
      assertThat(ask(server, "GET", "kept")).isEqualTo("7");
      assertThat(ask(server, "CONFIG", "GET", "maxmemory-policy")).contains("noeviction");
    }
  }

  @Test
  @DisplayName("a Redis Cluster serves all slots, and a replica takes over from its primary")
  void redisCluster() {
    try (RedisCluster cluster = RedisCluster.start(folder.resolve("cluster"), 3, 1)) {
      assertThat(cluster.nodes()).hasSize(6);
      RedisServer first = cluster.nodes().getFirst();
      assertThat(ask(first, "CLUSTER", "INFO")).contains("cluster_slots_ok:16384");
      assertThat(ask(first, "-c", "SET", "kept", "7")).isEqualTo("OK");
      RedisServer primary = cluster.primaryOf("kept");
      primary.kill();
      RedisServer promoted = cluster.primaryOf("kept");
      assertThat(promoted).isNotSameAs(primary);
      assertThat(ask(promoted, "GET", "kept")).isEqualTo("7");
    }
  }

  @Test
  @DisplayName("the passwords are for their owner alone")
  void passwords() throws Exception {
    try (PostgresServer _ = PostgresServer.start(folder.resolve("pg"), 0, Map.of());
        RedisServer _ = RedisServer.start(folder.resolve("redis"), 0, Map.of())) {
      for (String file : List.of("pg/password", "redis/password", "redis/redis.conf")) {
        assertThat(Files.getPosixFilePermissions(folder.resolve(file)))
            .as(file)
            .allMatch(permission -> permission.name().startsWith("OWNER"));
      }
    }
  }

  @Test
  @DisplayName("a taken port is named, and a server that ends at once says why")
  void refusals() {
    try (RedisServer first = RedisServer.start(folder.resolve("one"), 0, Map.of())) {
      assertThatThrownBy(() -> RedisServer.start(folder.resolve("two"), first.port(), Map.of()))
          .hasMessageContaining("Redis: port " + first.port() + " is taken");
    }
    assertThatThrownBy(
            () -> PostgresServer.start(folder.resolve("pg"), 0, Map.of("no_such_setting", "1")))
        .hasMessageContaining("no_such_setting");
  }
}
