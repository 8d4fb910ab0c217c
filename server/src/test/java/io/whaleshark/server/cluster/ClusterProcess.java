package io.whaleshark.server.cluster;

import io.whaleshark.local.cluster.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The command `cluster` in a process of its own, whose nodes are started from the classes of this
/// test. Used by one thread.
final class ClusterProcess implements AutoCloseable {

  /// A node, as the command names it.
  record Node(long pid, int tcp, int http) {}

  private static final Pattern NODE =
      Pattern.compile(
          "node \\d+  pid (\\d+)  tcp 127.0.0.1:(\\d+)  ws ws://127.0.0.1:\\d+/ws  http"
              + " http://127.0.0.1:(\\d+)/");
  private static final Duration SAID_WITHIN = Duration.ofMinutes(2);
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(90);
  private static final String END = "(end)";
  private static final int LINES_AT_MOST = 10_000;

  private final Process process;
  private final Path errors;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>(LINES_AT_MOST);

  private ClusterProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    Thread.ofVirtual().name("output").start(this::readOutput);
  }

  /// Starts it.
  ///
  /// @param folder for its data, its launcher, and what it writes as errors
  static ClusterProcess start(Path folder, String... options) throws IOException {
    Path launcher = folder.resolve("launcher");
    if (!Files.exists(launcher)) {
      Files.writeString(
          launcher,
          "#!/bin/sh\nexec "
              + String.join(" ", java("io.whaleshark.server.Main"))
              + " \"$@\" --event-loops 1\n");
      Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    }
    List<String> command = new ArrayList<>(java(Main.class.getName()));
    command.addAll(List.of(options));
    command.addAll(List.of("--data", folder.resolve("data").toString()));
    Path errors = folder.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("WHALESHARK_"));
    builder.environment().put("WHALESHARK_LAUNCHER", launcher.toString());
    return new ClusterProcess(builder.start(), errors);
  }

  private static List<String> java(String main) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx256m",
        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
        "-cp",
        System.getProperty("java.class.path"),
        main);
  }

  private void readOutput() {
    try (BufferedReader reader = process.inputReader()) {
      Stream.concat(reader.lines(), Stream.of(END)).forEach(said::add);
    } catch (IOException e) {
      said.add(END);
    }
  }

  /// Waits until it says that it is ready.
  ///
  /// @return its nodes, in order
  List<Node> awaitReady() throws IOException, InterruptedException {
    List<Node> nodes = new ArrayList<>();
    String line = "";
    while (!line.startsWith("The cluster is ready")) {
      line = awaitLine();
      Matcher matcher = NODE.matcher(line);
      if (matcher.matches()) {
        nodes.add(
            new Node(
                Long.parseLong(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3))));
      }
    }
    return nodes;
  }

  /// The next line that it says.
  String awaitLine() throws IOException, InterruptedException {
    String line = said.poll(SAID_WITHIN.toSeconds(), TimeUnit.SECONDS);
    if (line == null || line.equals(END)) {
      throw new IllegalStateException(
          "the cluster says nothing (any more); errors: " + Files.readString(errors));
    }
    return line;
  }

  /// Ends it as Ctrl-C in another shell does.
  ///
  /// @return the exit code
  int end() throws InterruptedException {
    process.toHandle().destroy(); // Process.destroy would close its output
    if (!process.waitFor(ENDED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the cluster does not end within " + ENDED_WITHIN);
    }
    return process.exitValue();
  }

  /// The processes that it has started.
  List<ProcessHandle> parts() {
    return process.descendants().toList();
  }

  @Override
  public void close() throws IOException {
    List<ProcessHandle> parts = parts();
    process.destroyForcibly();
    parts.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    parts.forEach(part -> part.onExit().join());
    InputStream rest = process.getInputStream();
    rest.close();
  }
}
