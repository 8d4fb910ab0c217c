package io.whaleshark.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.services.PostgresServer;
import io.whaleshark.services.RedisServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an operator learns from `doctor`, and at the start, whether a node can work with a
/// PostgreSQL server. Method: the commands themselves, with real servers.
class ClusterDoctorTest {

  @TempDir private Path folder = Path.of("");

  /// What a command said and how it ended.
  private record Said(int exitCode, String text) {}

  private static Said doctor(Path config) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    int exitCode =
        Main.commandLine().setOut(out).setErr(out).execute("doctor", "--config", config.toString());
    return new Said(exitCode, said.toString());
  }

  private Path config(PostgresServer postgres, String more) throws IOException {
    return Files.writeString(
        folder.resolve("cluster.yaml"),
        """
        engine: cluster
        postgres:
          url: %s
          password: %s
        """
                .formatted(postgres.url(), postgres.password())
            + more);
  }

  @Test
  void aServerIsFitOrSaidToBeUnfitBeforeANodeStarts() throws IOException {
    try (PostgresServer postgres = PostgresServer.start(folder.resolve("pg"), 0, Map.of())) {
      Said fit = doctor(config(postgres, ""));
      assertThat(fit.exitCode()).as(fit.text()).isZero();
      assertThat(fit.text())
          .matches(
              "PostgreSQL \\d+[^\n]*, schema whaleshark: no tables yet\nA node can work here.\n")
          .doesNotContain(postgres.password());
      Path demanding = config(postgres, "  durability: standby\n");
      Said unfit = doctor(demanding);
      assertThat(unfit.exitCode()).isEqualTo(1);
      assertThat(unfit.text())
          .contains("  FAULT its replication is asynchronous")
          .endsWith("NO NODE CAN WORK HERE.\n");
      ServerConfig settings = ServerConfig.read(demanding, Map.of());
      assertThatThrownBy(() -> new Server(settings, Clock.systemUTC()).close())
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("its replication is asynchronous");
    }
  }

  @Test
  void aStandbyIsNamedAndAServerThatWaitsForItIsFit() throws IOException {
    try (PostgresServer primary = PostgresServer.start(folder.resolve("pg"), 0, Map.of());
        PostgresServer standby =
            PostgresServer.startStandby(folder.resolve("standby"), 0, "follower", primary)) {
      Said following = doctor(config(standby, ""));
      assertThat(following.exitCode()).isEqualTo(1);
      assertThat(following.text())
          .contains("  FAULT it is in recovery, a standby (expected: the primary)");
      primary.waitFor("follower");
      Said waiting = doctor(config(primary, "  durability: standby\n"));
      assertThat(waiting.exitCode()).as(waiting.text()).isZero();
    }
  }

  @Test
  void whatIsWrongWithRedisIsSaid() throws Exception {
    try (PostgresServer postgres = PostgresServer.start(folder.resolve("pg"), 0, Map.of());
        RedisServer redis =
            RedisServer.start(
                folder.resolve("redis"), 0, Map.of("maxmemory-policy", "allkeys-lru"))) {
      String nodes = "redis:\n  nodes: " + redis.host() + ":" + redis.port() + "\n";
      String known = nodes + "  password: " + redis.password() + "\n";
      speak(redis, "SET 1:OfflineMessage:alice theirs");
      Said found = doctor(config(postgres, known));
      assertThat(found.exitCode()).as(found.text()).isZero();
      assertThat(found.text())
          .containsPattern("Redis \\d+\\.\\d+\\.\\d+, single\n")
          .contains(
              "  warning: it evicts keys", "the key 1:OfflineMessage:alice belongs to another")
          .doesNotContain(redis.password());
      Said guessed = doctor(config(postgres, nodes + "  password: guessed-wrongly\n"));
      assertThat(guessed.exitCode()).isEqualTo(1);
      assertThat(guessed.text())
          .contains("  FAULT it refuses the password")
          .doesNotContain("guessed-wrongly");
      ServerConfig wrong =
          ServerConfig.read(config(postgres, nodes + "  password: guessed-wrongly\n"), Map.of());
      assertThatThrownBy(() -> new Server(wrong, Clock.systemUTC()).close())
          .isInstanceOf(EngineException.class)
          .hasMessageStartingWith("Redis: it refuses the password");
    }
  }

  private static void speak(RedisServer redis, String command) throws IOException {
    try (Socket socket = new Socket(redis.host(), redis.port())) {
      String said = "AUTH " + redis.password() + "\r\n" + command + "\r\nQUIT\r\n";
      socket.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .isEqualTo("+OK\r\n".repeat(3));
    }
  }

  @Test
  void aNodeStartsWithoutARedisThatIsAway() throws IOException {
    try (PostgresServer postgres = PostgresServer.start(folder.resolve("pg"), 0, Map.of())) {
      String away = "tcp-port: 0\nws-port: 0\nhttp-port: 0\nredis: {nodes: '127.0.0.1:1'}\n";
      Path config = config(postgres, away);
      Said found = doctor(config);
      assertThat(found.exitCode()).as(found.text()).isZero();
      assertThat(found.text()).contains("  warning: it does not answer: ");
      try (Server server = new Server(ServerConfig.read(config, Map.of()), Clock.systemUTC())) {
        assertThat(server.place()).endsWith("; Redis at 127.0.0.1:1");
      }
    }
  }

  @Test
  void aServerThatIsAwayIsNamedInOneLine() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("cluster.yaml"),
            "engine: cluster\npostgres: {url: 'postgresql://127.0.0.1:1/chat', password: guess}\n");
    Said said = doctor(config);
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.text())
        .startsWith("whaleshark: postgres.url: 127.0.0.1:1/chat: PostgreSQL: ")
        .contains("127.0.0.1:1", "(expected: PostgreSQL to answer there)")
        .doesNotContain("guess")
        .hasLineCount(1);
  }
}
