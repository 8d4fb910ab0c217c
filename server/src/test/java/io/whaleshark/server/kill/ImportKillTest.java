package io.whaleshark.server.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.Main;
import io.whaleshark.server.cluster.NodeSettings;
import io.whaleshark.services.PostgresServer;
import io.whaleshark.testkit.FreePort;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an import that is killed, on either side, has lost nothing, brings nothing twice and keeps
/// the order; neither side needs memory for the whole; and what others send meanwhile is there once
/// too. Method: a file of a hundred thousand messages, and a backend that sends, on each engine. At
/// random moments the importer or the server is killed with SIGKILL and started again. In the end
/// what is exported is what was imported and sent.
@Timeout(300)
class ImportKillTest {

  private static final int CONVERSATIONS = 200;
  private static final int MESSAGES_EACH = 500;
  private static final int MESSAGES_EACH_IN_A_CLUSTER = 100;
  private static final int KILLS_AT_MOST = 6;
  private static final int KILLED_WITHIN_MILLIS = 1_500;
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(2);
  private static final String SMALL_HEAP = "-Xmx48m";

  @TempDir Path folder;

  private final long seed = Long.getLong("kill.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  private Path file(int messagesEach) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int with = 0; with < CONVERSATIONS; with++) {
      for (int i = 0; i < messagesEach; i++) {
        boolean isOwn = random.nextBoolean();
        lines.add(
            ("{\"type\":\"message\",\"fromId\":\"%s\",\"toId\":\"%s\",\"messageId\":\"m%d-%d\","
                    + "\"messageTime\":%d,\"messageBody\":\"%s\"}")
                .formatted(
                    isOwn ? "alice" : "user%03d".formatted(with),
                    isOwn ? "user%03d".formatted(with) : "alice",
                    with,
                    i,
                    System.currentTimeMillis() - Duration.ofDays(1).toMillis() + i,
                    "x".repeat(random.nextInt(200))));
      }
    }
    return Files.write(folder.resolve("chats.jsonl"), lines);
  }

  private Process command(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            SMALL_HEAP,
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(new File(folder.toString()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  private void assertWhole(Path file, Path exported, List<String> sent) throws IOException {
    List<String> lines = Files.readAllLines(exported);
    List<String> imported = lines.stream().filter(line -> !ImportTraffic.isOwn(line)).toList();
    assertThat(imported.equals(Files.readAllLines(file)))
        .as("what was imported, seed %s", seed)
        .isTrue();
    assertThat(lines.stream().filter(ImportTraffic::isOwn).map(ImportTraffic::id).toList())
        .as("what was sent meanwhile, seed %s", seed)
        .isNotEmpty()
        .isEqualTo(sent);
  }

  private Path log() {
    return folder.resolve("commands.log");
  }

  /// @param engine its settings
  private ServerProcess server(int port, Map<String, String> engine)
      throws IOException, InterruptedException {
    Map<String, String> settings = new HashMap<>(engine);
    settings.put("WHALESHARK_HTTP_PORT", Integer.toString(port));
    ServerProcess server = ServerProcess.start(folder, settings);
    server.awaitReady();
    return server;
  }

  private void export(Path to, int port) throws IOException, InterruptedException {
    Process process = begin("export", to, port);
    assertThat(process.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log())).isZero();
  }

  private Process begin(String what, Path file, int port) throws IOException {
    return command(what, file.toString(), "--app", "10001", "--server", "http://127.0.0.1:" + port);
  }

  @Test
  void whatIsKilledGoesOnAndBringsNothingTwice() throws Exception {
    killed(file(MESSAGES_EACH), _ -> Map.of());
  }

  /// A node that was killed comes back under another name, since its own is not free at once.
  @Test
  void soItDoesInACluster() throws Exception {
    try (PostgresServer postgres =
        PostgresServer.start(folder.resolve("pg"), 0, Map.of("fsync", "off"))) {
      killed(file(MESSAGES_EACH_IN_A_CLUSTER), start -> NodeSettings.of("node" + start, postgres));
    }
  }

  /// @param engine the settings of the how-manyth start
  private void killed(Path file, IntFunction<Map<String, String>> engine) throws Exception {
    int port = FreePort.any();
    int starts = 0;
    ServerProcess server = server(port, engine.apply(starts));
    Process importer = begin("import", file, port);
    try (ImportTraffic traffic = new ImportTraffic(port)) {
      for (int kill = 0; kill < KILLS_AT_MOST && importer.isAlive(); kill++) {
        boolean hasEnded =
            importer.waitFor(random.nextInt(KILLED_WITHIN_MILLIS), TimeUnit.MILLISECONDS);
        if (!hasEnded && random.nextBoolean()) {
          server.kill();
          starts++;
          server = server(port, engine.apply(starts));
        } else if (!hasEnded) {
          importer.destroyForcibly().waitFor();
          importer = begin("import", file, port);
        }
      }
      assertThat(importer.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
      assertThat(importer.exitValue()).as("seed %s: %s", seed, Files.readString(log())).isZero();
      List<String> sent = traffic.end();
      Path exported = folder.resolve("exported.jsonl");
      export(exported, port);
      assertWhole(file, exported, sent);
    } finally {
      importer.destroyForcibly();
      server.close();
    }
  }
}
