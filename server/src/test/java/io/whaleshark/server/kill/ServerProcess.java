package io.whaleshark.server.kill;

import io.whaleshark.local.cluster.load.Door;
import io.whaleshark.server.Main;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server in a process of its own, started as the launcher starts it, on free ports of the
/// loopback.
final class ServerProcess implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(30);
  private static final Pattern TCP = Pattern.compile(" +TCP +[^ ]*:(\\d+)");
  private static final Pattern HTTP = Pattern.compile(" +HTTP +http://[^ ]*:(\\d+)");
  private static final Set<String> OF_EMBEDDED_ENGINE =
      Set.of("WHALESHARK_DATA", "WHALESHARK_ENGINE_CACHE_MIB");
  private static final String LAST_LINE = "  Login";
  private static final String END = "(the process ended)";

  private final Process process;
  private final Path errors;
  private final BlockingQueue<String> output = new ArrayBlockingQueue<>(1_000);

  private ServerProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    Thread.ofVirtual().name("server output").start(this::readOutput);
  }

  /// Starts a server on a folder; it is not ready yet.
  ///
  /// @param folder for its data, and beside them its log and its archive of classes
  static ServerProcess start(Path folder) throws IOException {
    return start(folder, List.of(), Map.of());
  }

  /// The same, with more settings, as environment variables.
  static ServerProcess start(Path folder, Map<String, String> settings) throws IOException {
    return start(folder, List.of(), settings);
  }

  /// Why no server can be started on a small disk here: that takes a user namespace of one's own,
  /// which containers and some distributions forbid, and other systems than Linux do not have.
  ///
  /// @param folder any that exists
  /// @return what the system says; empty if nothing is in the way
  static String obstacleToSmallDisks(Path folder) throws IOException, InterruptedException {
    Path said = folder.resolve("small-disk.log");
    try {
      Process attempt =
          new ProcessBuilder(
                  onSmallDisk(1, Files.createDirectories(folder.resolve("disk")), "true"))
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      if (!attempt.waitFor(READY_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        attempt.destroyForcibly();
        return "unshare does not end";
      }
      return attempt.exitValue() == 0 ? "" : "unshare or mount: " + Files.readString(said).strip();
    } catch (IOException e) {
      return "unshare: " + e.getMessage();
    }
  }

  private static List<String> onSmallDisk(int mib, Path mounted, String... command) {
    String mount = "mount -t tmpfs -o size=" + mib + "m tmpfs \"$0\" && exec \"$@\"";
    List<String> all = new ArrayList<>();
    all.addAll(List.of("unshare", "-rm", "sh", "-c", mount, mounted.toString()));
    all.addAll(List.of(command));
    return all;
  }

  /// Starts a server whose data lie on a small disk of its own, which ends with it.
  ///
  /// @param mib the size of the disk
  /// @param settings more settings, as environment variables
  static ServerProcess startOnSmallDisk(Path folder, int mib, Map<String, String> settings)
      throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    return start(folder, onSmallDisk(mib, data), settings);
  }

  private static ServerProcess start(Path folder, List<String> prefix, Map<String, String> settings)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + folder.resolve("classes.jsa"),
            "-Xlog:cds=off",
            "-Xlog:cds+dynamic=off",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-Djava.io.tmpdir=" + folder, // a killed server leaves what it holds
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "serve"));
    Path errors = folder.resolve("server.log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
            .directory(new File(folder.toString()));
    builder.environment().keySet().removeIf(name -> name.startsWith("WHALESHARK_"));
    builder
        .environment()
        .putAll(
            Map.of(
                "WHALESHARK_DATA", folder.resolve("data").toString(),
                "WHALESHARK_TCP_PORT", "0",
                "WHALESHARK_WS_PORT", "0",
                "WHALESHARK_HTTP_PORT", "0",
                "WHALESHARK_ENGINE_CACHE_MIB", "16",
                "WHALESHARK_APP_DEFAULTS_INBOX_ENTRIES", "400",
                "WHALESHARK_APP_DEFAULTS_INBOX_SHARE", "50"));
    builder.environment().putAll(settings);
    if (settings.containsKey("WHALESHARK_ENGINE")) {
      builder.environment().keySet().removeAll(OF_EMBEDDED_ENGINE); // another one refuses them
    }
    return new ServerProcess(builder.start(), errors);
  }

  private void readOutput() {
    try (BufferedReader reader = process.inputReader()) {
      String line = reader.readLine();
      while (line != null) {
        output.put(line);
        line = reader.readLine();
      }
      output.put(END);
    } catch (IOException | InterruptedException e) {
      boolean _ = output.offer(END); // if it is full, nobody reads it any more
    }
  }

  /// Waits until the server says that it is ready.
  Door awaitReady() throws IOException, InterruptedException {
    int tcp = 0;
    int http = 0;
    String line = output.poll(READY_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    while (line != null && !line.startsWith(LAST_LINE) && !line.equals(END)) {
      tcp = number(TCP, line, tcp);
      http = number(HTTP, line, http);
      line = output.poll(READY_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }
    if (line == null || line.equals(END) || tcp == 0 || http == 0) {
      throw new IllegalStateException(
          "the server did not get ready, its log: " + Files.readString(errors));
    }
    return new Door(tcp, http);
  }

  private static int number(Pattern pattern, String line, int otherwise) {
    Matcher matcher = pattern.matcher(line);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : otherwise;
  }

  /// Whether the process is still there after that time.
  boolean outlives(Duration time) throws InterruptedException {
    return !process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// `kill -9`: no hook runs, nothing is flushed.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitEnd();
  }

  /// Asks the server to end, as an operator does.
  void end() throws InterruptedException {
    process.destroy();
    awaitEnd();
  }

  private void awaitEnd() throws InterruptedException {
    if (!process.waitFor(ENDED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("the server did not end within " + ENDED_WITHIN);
    }
  }

  /// A folder as the process sees it.
  Path seen(Path folder) {
    return Path.of("/proc/" + process.pid() + "/root" + folder);
  }

  /// What Linux says of the files that are in its memory.
  Path maps() {
    return Path.of("/proc/" + process.pid() + "/maps");
  }

  /// What it wrote as its log so far.
  String log() throws IOException {
    return Files.readString(errors);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
