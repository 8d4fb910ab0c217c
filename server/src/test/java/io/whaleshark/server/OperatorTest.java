package io.whaleshark.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.server.config.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Goal: an operator can copy, restore and examine what a server keeps, whether or not it runs.
/// Method: the commands themselves, on the folder of a real server.
class OperatorTest {

  private static final String NO_FOLDER =
      " is no data folder of Whale Shark (expected: what a server or a backup wrote)\n";

  @TempDir Path folder;

  /// What a command said and how it ended.
  private record Said(int exitCode, String text) {}

  private static Said run(String... arguments) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    int exitCode = Main.commandLine().setOut(out).setErr(out).execute(arguments);
    return new Said(exitCode, said.toString());
  }

  private static Server server(Path data) throws IOException {
    Map<String, String> settings =
        Map.of(
            "WHALESHARK_DATA", data.toString(),
            "WHALESHARK_TCP_PORT", "0",
            "WHALESHARK_WS_PORT", "0",
            "WHALESHARK_HTTP_PORT", "0");
    return new Server(ServerConfig.read(null, settings), Clock.systemUTC());
  }

  private static int status(Server server, String method, String group, String body)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.httpPort() + "/v1/apps/1/groups/" + group);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private static void create(Server server, String group) throws Exception {
    assertThat(status(server, "PUT", group, "{'ownerId':'alice','members':['bob']}"))
        .isEqualTo(201);
  }

  @Test
  void ordersAreTakenFromTheUserWhoRunsTheServerAlone() throws Exception {
    Path data = folder.resolve("data");
    try (Server _ = server(data)) {
      assertThat(permissions(data.resolve("control"))).isEqualTo("rw-------");
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void foldersAreForTheUserWhoRunsTheServerAlone() throws Exception {
    Path data = folder.resolve("new/data");
    Path warm = folder.resolve("warm");
    Path cold = folder.resolve("cold");
    Path restored = folder.resolve("restored");
    try (Server _ = server(data)) {
      run("backup", "--data", data.toString(), "--to", warm.toString());
    }
    run("backup", "--data", data.toString(), "--to", cold.toString());
    run("restore", "--from", cold.toString(), "--data", restored.toString());
    for (Path made : List.of(data, warm, cold, restored)) {
      assertThat(permissions(made)).as("%s", made).isEqualTo("rwx------");
    }
    try (Stream<Path> made = Files.list(folder)) {
      assertThat(made).hasSize(4);
    }
  }

  @Test
  void aFolderThatOthersMayReadIsNamedOnceAndLeftAsItIs() throws Exception {
    Path data = folder.resolve("data");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger("whaleshark");
    logger.addAppender(log);
    try {
      server(data).close();
      assertThat(log.list).isEmpty();
      Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
      server(data).close();
    } finally {
      logger.detachAppender(log);
    }
    assertThat(log.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .contains("may read the data folder");
    assertThat(permissions(data)).isEqualTo("rwxr-xr-x");
  }

  @Test
  void whatABrokenBackupLeftIsNamed() throws Exception {
    Path data = folder.resolve("data");
    server(data).close();
    Path left = Files.createDirectory(folder.resolve("backup.writing"));
    Said said =
        run("backup", "--data", data.toString(), "--to", folder.resolve("backup").toString());
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.text()).contains(left.toString(), "delete it");
    assertThat(left).isDirectory();
  }

  @Test
  void aBackupOfARunningServerIsRestored() throws Exception {
    Path data = folder.resolve("data");
    Path backup = folder.resolve("backups/monday");
    Path restored = folder.resolve("restored");
    try (Server server = server(data)) {
      create(server, "before");
      assertThat(run("backup", "--data", data.toString(), "--to", backup.toString()).exitCode())
          .isZero();
      create(server, "after");
    }
    Said said = run("restore", "--from", backup.toString(), "--data", restored.toString());
    assertThat(said.text()).contains("Healthy", "Restored " + restored);
    try (Server server = server(restored)) {
      assertThat(status(server, "GET", "before", "")).isEqualTo(200);
      assertThat(status(server, "GET", "after", "")).isEqualTo(404);
    }
  }

  @Test
  void aRestoreThatFailsSaysWhatItLeftAndWhatToDo() throws Exception {
    Path data = folder.resolve("data");
    Path backup = folder.resolve("backup");
    Path restored = folder.resolve("restored");
    Path left = folder.resolve("restored.restoring");
    String[] restore = {"restore", "--from", backup.toString(), "--data", restored.toString()};
    Said nothing = run(restore);
    assertThat(nothing).isEqualTo(new Said(1, "whaleshark: --from: " + backup + NO_FOLDER));
    assertThat(left).doesNotExist();
    try (Server server = server(data)) {
      create(server, "team");
    }
    run("backup", "--data", data.toString(), "--to", backup.toString());
    Path whole = folder.resolve("whole");
    run("backup", "--data", data.toString(), "--to", whole.toString());
    Files.writeString(backup.resolve("CURRENT"), "MANIFEST-000000\n");
    Said failed = run(restore);
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.text())
        .startsWith("whaleshark: cannot restore " + backup)
        .endsWith("; delete " + left + " before trying again\n");
    Said again = run("restore", "--from", whole.toString(), "--data", restored.toString());
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.text()).contains(left.toString(), "delete it first");
    try (Stream<Path> files = Files.list(left)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(left);
    assertThat(run("restore", "--from", whole.toString(), "--data", restored.toString()).text())
        .endsWith("Restored " + restored + "\n");
  }

  @Test
  void aServerThatDoesNotRunIsCopiedToo() throws Exception {
    Path data = folder.resolve("data");
    Path backup = folder.resolve("backup");
    try (Server server = server(data)) {
      create(server, "team");
    }
    Files.writeString(data.resolve("control"), "what a killed server left");
    assertThat(run("backup", "--data", data.toString(), "--to", backup.toString()).exitCode())
        .isZero();
    assertThat(run("doctor", "--data", backup.toString()))
        .isEqualTo(
            new Said(
                0,
                backup
                    + ": 0 messages in 1 conversations, 2 memberships\n"
                    + "Healthy: every promise holds.\n"));
  }

  @Test
  void aFolderThatAServerWritesIsNoBackup() throws Exception {
    Path data = folder.resolve("data");
    try (Server _ = server(data)) {
      Said said = run("restore", "--from", data.toString(), "--data", folder + "/restored");
      assertThat(said)
          .isEqualTo(
              new Said(
                  1,
                  "whaleshark: --from: "
                      + data
                      + " is in use by a server (expected: a backup; ./whaleshark backup writes"
                      + " one)\n"));
    }
    assertThat(run("restore", "--from", data.toString(), "--data", folder + "/restored").exitCode())
        .isZero();
  }

  @Test
  void aCopyIsNotMadeInsideOfWhatItCopies() throws Exception {
    Path data = folder.resolve("data");
    Path inside = data.resolve("a/b");
    server(data).close();
    Said backup = run("backup", "--data", data.toString(), "--to", inside.toString());
    assertThat(backup.exitCode()).isEqualTo(1);
    assertThat(backup.text())
        .startsWith("whaleshark: --to: " + inside + " is inside the data folder (expected: ");
    Said restore = run("restore", "--from", data.toString(), "--data", inside.toString());
    assertThat(restore.exitCode()).isEqualTo(1);
    assertThat(restore.text())
        .startsWith("whaleshark: --data: " + inside + " is inside the backup (expected: ");
    assertThat(data.resolve("a")).doesNotExist();
  }

  @Test
  void aPathThatIsNoLineIsNotOrderedInPieces() throws Exception {
    Path data = folder.resolve("data");
    Path broken = folder.resolve("one\ntwo");
    try (Server _ = server(data)) {
      Said said = run("backup", "--data", data.toString(), "--to", broken.toString());
      assertThat(said.exitCode()).isEqualTo(1);
      assertThat(said.text()).contains("--to: a line break in a path (expected: a path without)");
    }
    assertThat(folder.resolve("one")).doesNotExist();
  }

  @Test
  void nativeLibrariesAreWhereTheSettingsSay() throws Exception {
    Path data = folder.resolve("data");
    server(data).close();
    Path inTheWay = Files.writeString(folder.resolve("file"), "x");
    Path config =
        Files.writeString(
            folder.resolve("server.yaml"), "data: " + data + "\nlibraries: " + inTheWay + "\n");
    Process doctor = // a process of its own, which has loaded none yet
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "doctor",
                "--config",
                config.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(doctor.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(doctor.waitFor()).as(said).isEqualTo(1);
    assertThat(said)
        .contains("whaleshark: libraries in " + config + ": " + inTheWay + " cannot be used");
  }

  @Test
  void nothingIsOverwritten() throws Exception {
    Path data = folder.resolve("data");
    try (Server _ = server(data)) {
      Said backup = run("backup", "--data", data.toString(), "--to", folder.toString());
      assertThat(backup.exitCode()).isEqualTo(1);
      assertThat(backup.text()).contains("exists");
    }
    Said restore = run("restore", "--from", folder.toString(), "--data", data.toString());
    assertThat(restore.exitCode()).isEqualTo(1);
    assertThat(restore.text()).contains("is not empty");
  }

  @Test
  void theDoctorNamesWhatIsWrong() throws Exception {
    Path data = folder.resolve("data");
    assertThat(run("doctor", "--data", data.toString()))
        .isEqualTo(new Said(1, "whaleshark: --data: " + data + NO_FOLDER));
    try (Server server = server(data)) {
      create(server, "team");
      Said inUse = run("doctor", "--data", data.toString());
      assertThat(inUse.exitCode()).isEqualTo(1);
      assertThat(inUse.text()).contains("is in use by another process");
    }
    Path backup = folder.resolve("backup");
    run("backup", "--data", data.toString(), "--to", backup.toString());
    spoil(backup);
    Said spoiled = run("doctor", "--data", backup.toString());
    assertThat(spoiled.exitCode()).isEqualTo(1);
    assertThat(spoiled.text()).containsAnyOf("NOT HEALTHY", "checksum mismatch");
  }

  @Test
  void aLogThatIsDamagedBeforeWhatWasAcknowledgedIsRefusedByAll() throws Exception {
    Path data = folder.resolve("data");
    try (Server server = server(data)) {
      create(server, "first");
      create(server, "second");
      create(server, "third");
    }
    try (Stream<Path> files = Files.list(data)) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        byte[] bytes = Files.readAllBytes(log);
        bytes[bytes.length / 2] ^= 1;
        Files.write(log, bytes);
      }
    }
    Said doctor = run("doctor", "--data", data.toString());
    assertThat(doctor.exitCode()).isEqualTo(1);
    assertThat(doctor.text()).contains("is damaged at byte", "restore the backup").hasLineCount(1);
    assertThatThrownBy(() -> server(data)).isInstanceOf(EngineException.class);
  }

  /// Turns a byte in the middle of each table file, as a failing disk does.
  private static void spoil(Path data) throws IOException {
    List<Path> tables;
    try (Stream<Path> files = Files.list(data)) {
      tables = files.filter(file -> file.toString().endsWith(".sst")).toList();
    }
    assertThat(tables).isNotEmpty();
    for (Path table : tables) {
      byte[] bytes = Files.readAllBytes(table);
      bytes[20] ^= 1;
      Files.delete(table); // it may be shared with the folder that it was copied from
      Files.write(table, bytes, StandardOpenOption.CREATE_NEW);
    }
  }
}
