package io.whaleshark.server.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.Main;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an import that is killed, on either side, has lost nothing, brings nothing twice and keeps
/// the order; and neither side needs memory for the whole. Method: a file of a hundred thousand
/// messages. At random moments the importer or the server is killed with SIGKILL and started again.
/// In the end what is exported is what was imported.
@Timeout(300)
class ImportKillTest {

  private static final int CONVERSATIONS = 200;
  private static final int MESSAGES_EACH = 500;
  private static final int KILLS_AT_MOST = 6;
  private static final int KILLED_WITHIN_MILLIS = 1_500;
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(2);
  private static final String SMALL_HEAP = "-Xmx48m";

  @TempDir Path folder;

  private final long seed = Long.getLong("kill.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  private Path file() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int with = 0; with < CONVERSATIONS; with++) {
      for (int i = 0; i < MESSAGES_EACH; i++) {
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

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
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

  private Path log() {
    return folder.resolve("commands.log");
  }

  private ServerProcess server(int port) throws IOException, InterruptedException {
    ServerProcess server =
        ServerProcess.start(folder, Map.of("WHALESHARK_HTTP_PORT", Integer.toString(port)));
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
    Path file = file();
    int port = freePort();
    ServerProcess server = server(port);
    Process importer = begin("import", file, port);
    try {
      for (int kill = 0; kill < KILLS_AT_MOST && importer.isAlive(); kill++) {
        boolean hasEnded =
            importer.waitFor(random.nextInt(KILLED_WITHIN_MILLIS), TimeUnit.MILLISECONDS);
        if (!hasEnded && random.nextBoolean()) {
          server.kill();
          server = server(port);
        } else if (!hasEnded) {
          importer.destroyForcibly().waitFor();
          importer = begin("import", file, port);
        }
      }
      assertThat(importer.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
      assertThat(importer.exitValue()).as("seed %s: %s", seed, Files.readString(log())).isZero();
      Path exported = folder.resolve("exported.jsonl");
      export(exported, port);
      assertThat(Files.mismatch(file, exported)).as("seed %s", seed).isEqualTo(-1);
    } finally {
      importer.destroyForcibly();
      server.close();
    }
  }
}
