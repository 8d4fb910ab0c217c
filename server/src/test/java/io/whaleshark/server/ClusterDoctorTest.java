package io.whaleshark.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.services.PostgresServer;
import io.whaleshark.services.RedisServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Goal: an operator learns from `doctor`, and at the start, whether a node can work with a
/// PostgreSQL server. Method: the commands themselves, with real servers.
class ClusterDoctorTest {

  /// Where nobody listens.
  private static final String NOBODY = "postgresql://127.0.0.1:1/chat";

  private static final Duration WITHIN = Duration.ofSeconds(60);

  @TempDir private Path folder = Path.of("");

  /// What a command said and how it ended.
  private record Said(int exitCode, String text) {}

  private static Said doctor(Path config) {
    return say("doctor", config);
  }

  private static Said say(String command, Path config) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    int exitCode =
        Main.commandLine().setOut(out).setErr(out).execute(command, "--config", config.toString());
    return new Said(exitCode, said.toString());
  }

  private Path config(PostgresServer postgres, String more) throws IOException {
    return config(postgres.url(), postgres.password(), more);
  }

  private Path config(String url, String password, String more) throws IOException {
    return Files.writeString(
        folder.resolve("cluster.yaml"),
        """
        tcp-port: 0
        ws-port: 0
        http-port: 0
        engine: cluster
        postgres:
          url: %s
          password: %s
        """
                .formatted(url, password)
            + more);
  }

  @Test
  void aServerIsFitOrSaidToBeUnfitBeforeANodeStarts() throws IOException {
    try (PostgresServer postgres = PostgresServer.start(folder.resolve("pg"), 0, Map.of())) {
      Said fit = doctor(config(postgres, ""));
      assertThat(fit.exitCode()).as(fit.text()).isZero();
      assertThat(fit.text())
          .matches(
              """
              PostgreSQL \\d+.*, schema whaleshark: no tables yet
              This machine
              A node can work here.
              """)
          .doesNotContain(postgres.password());
      Path demanding = config(postgres, "  durability: standby\n");
      Said unfit = doctor(demanding);
      assertThat(unfit.exitCode()).isEqualTo(1);
      assertThat(unfit.text())
          .containsPattern(
              "  FAULT postgres.url in \\S+: 127.0.0.1:\\d+/whaleshark: its replication is asyn")
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
          .contains(": it is in recovery, a standby (expected: the primary)\n");
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
          .contains(": it evicts keys", "the key 1:OfflineMessage:alice belongs to another")
          .doesNotContain(redis.password());
      Said guessed = doctor(config(postgres, nodes + "  password: guessed-wrongly\n"));
      assertThat(guessed.exitCode()).as(guessed.text()).isEqualTo(1);
      assertThat(guessed.text())
          .contains(
              "  FAULT redis.nodes in "
                  + folder.resolve("cluster.yaml")
                  + ": "
                  + redis.host()
                  + ":"
                  + redis.port()
                  + ": it refuses the password")
          .doesNotContain("guessed-wrongly");
      ServerConfig wrong =
          ServerConfig.read(config(postgres, nodes + "  password: guessed-wrongly\n"), Map.of());
      assertThatThrownBy(() -> new Server(wrong, Clock.systemUTC()).close())
          .isInstanceOf(EngineException.class)
          .hasMessageStartingWith("redis.nodes in " + folder)
          .hasMessageContaining(": it refuses the password");
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
      String away = "redis: {nodes: '127.0.0.1:1'}\n";
      Path config = config(postgres, away);
      Said found = doctor(config);
      assertThat(found.exitCode()).as(found.text()).isZero();
      assertThat(found.text())
          .contains("  warning: redis.nodes in " + config + ": 127.0.0.1:1: it does not answer: ");
      try (Server server = new Server(ServerConfig.read(config, Map.of()), Clock.systemUTC())) {
        assertThat(server.place()).endsWith("; Redis at 127.0.0.1:1");
      }
    }
  }

  @Test
  void eachPartIsExaminedWhateverIsWrongWithTheOthers() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path config =
          config(
              NOBODY,
              "guess",
              "redis: {nodes: '127.0.0.1:2'}\ntls-certificate: none.pem\ntls-key: none.pem\n");
      int port = taken.getLocalPort();
      String text = Files.readString(config).replace("http-port: 0", "http-port: " + port);
      Said said = doctor(Files.writeString(config, text));
      assertThat(said.exitCode()).isEqualTo(1);
      assertThat(said.text().lines().map(line -> line.replaceFirst("(?<=\\(ex).*", "")))
          .satisfiesExactly(
              line -> assertThat(line).isEqualTo("PostgreSQL"),
              line ->
                  assertThat(line)
                      .isEqualTo(
                          "  FAULT postgres.url in "
                              + config
                              + ": 127.0.0.1:1/chat: Connection to 127.0.0.1:1"
                              + " refused (ex"),
              line -> assertThat(line).isEqualTo("Redis"),
              line ->
                  assertThat(line)
                      .startsWith(
                          "  warning: redis.nodes in "
                              + config
                              + ": 127.0.0.1:2: it does not answer: "),
              line -> assertThat(line).isEqualTo("This machine"),
              line ->
                  assertThat(line)
                      .startsWith("  FAULT tls-certificate in " + config)
                      .contains("none.pem"),
              line ->
                  assertThat(line)
                      .startsWith("  warning: http-port in " + config + ": " + port + " is"),
              line -> assertThat(line).isEqualTo("NO NODE CAN WORK HERE."));
    }
  }

  @Test
  void aNodeThatCannotStartSaysWhyInOneLine() throws IOException {
    try (PostgresServer postgres = PostgresServer.start(folder.resolve("pg"), 0, Map.of());
        Log log = Log.begin()) {
      Said away = say("serve", config(NOBODY, "guess", "  start-wait: 1ms\n"));
      Said guessed = say("serve", config(postgres.url(), "guessed-wrongly", ""));
      String nowhere = "postgresql://no..where/chat"; // a name that needs no question to be unknown
      Said unknown = say("serve", config(nowhere, "guess", "  start-wait: 1ms\n"));
      assertThat(away.text())
          .isEqualTo(
              "whaleshark: postgres.url in "
                  + folder.resolve("cluster.yaml")
                  + ": 127.0.0.1:1/chat: PostgreSQL: cannot connect: Connection"
                  + " to 127.0.0.1:1 refused (expected: PostgreSQL to answer there)\n");
      assertThat(guessed.text())
          .startsWith(
              "whaleshark: postgres.url in " + folder.resolve("cluster.yaml") + ": 127.0.0.1:")
          .contains("password authentication failed", "(expected: postgres.user and")
          .doesNotContain("guessed-wrongly")
          .hasLineCount(1);
      assertThat(unknown.text()).contains("there is no host no..where").hasLineCount(1);
      assertThat(List.of(away, guessed, unknown)).extracting(Said::exitCode).containsOnly(1);
      assertThat(log.lines()).isEmpty(); // so none has waited
      say("serve", config(nowhere, "guess", "  start-wait: 1s\n"));
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("waits up to 1 s for PostgreSQL: postgres.url in ")
          .contains("there is no host no..where"); // yet: names may come late
    }
  }

  @Test
  void aNodeThatWaitsForPostgresEndsWhenItIsInterrupted() throws Exception {
    ServerConfig settings =
        ServerConfig.read(config(NOBODY, "guess", "  start-wait: 1h\n"), Map.of());
    try (Log log = Log.begin()) {
      CompletableFuture<Server> starting = new CompletableFuture<>();
      Thread start = Thread.ofVirtual().start(() -> complete(starting, settings));
      await().atMost(WITHIN).until(() -> !log.lines().isEmpty());
      start.interrupt();
      assertThatThrownBy(() -> starting.get(WITHIN.toSeconds(), TimeUnit.SECONDS))
          .hasCauseInstanceOf(EngineException.class);
    }
  }

  @Test
  void aNodeThatStartsBeforePostgresWaitsForIt() throws Exception {
    Path data = folder.resolve("pg");
    PostgresServer first = PostgresServer.start(data, 0, Map.of());
    ServerConfig settings = ServerConfig.read(config(first, ""), Map.of());
    first.close();
    try (Log log = Log.begin()) {
      CompletableFuture<Server> starting = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> complete(starting, settings));
      await().atMost(WITHIN).until(() -> !log.lines().isEmpty() || starting.isDone());
      try (PostgresServer again = PostgresServer.start(data, first.port(), Map.of());
          Server server = starting.get(WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        assertThat(server.place()).contains(":" + again.port() + "/");
      }
      assertThat(log.lines().stream().filter(line -> line.startsWith("waits")))
          .singleElement()
          .asString()
          .startsWith(
              "waits up to 30 s for PostgreSQL: postgres.url in "
                  + folder.resolve("cluster.yaml")
                  + ": 127.0.0.1:"
                  + first.port());
    }
  }

  private static void complete(CompletableFuture<Server> starting, ServerConfig settings) {
    try {
      starting.complete(new Server(settings, Clock.systemUTC()));
    } catch (IOException | RuntimeException e) {
      starting.completeExceptionally(e);
    }
  }

  /// What is logged meanwhile, whoever logs it.
  private record Log(Logger logger, ListAppender<ILoggingEvent> events) implements AutoCloseable {

    static Log begin() {
      Log log =
          new Log(
              (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME),
              new ListAppender<>());
      log.events.start();
      log.logger.addAppender(log.events);
      return log;
    }

    List<String> lines() {
      return List.copyOf(events.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Override
    public void close() {
      logger.detachAppender(events);
    }
  }
}
