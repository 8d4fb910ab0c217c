package io.whaleshark.local.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A node: a `serve` process of this checkout. Thread-safe.
final class NodeProcess implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(45);

  /// The last line that a server says when it has started.
  private static final String LAST_LINE = "  Login";

  private final int number;
  private final Process process;
  private final Path log;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  private NodeProcess(int number, Process process, Path log) {
    this.number = number;
    this.process = process;
    this.log = log;
    Thread.ofVirtual().name("node-" + number).start(this::readOutput);
  }

  /// Starts a node; it is ready later.
  ///
  /// @param launcher the file that `serve` is said to
  /// @param settings of the server, as environment variables
  static NodeProcess start(int number, Path launcher, Path folder, Map<String, String> settings) {
    try {
      Path log = Files.createDirectories(folder).resolve("log");
      ProcessBuilder builder =
          new ProcessBuilder(launcher.toString(), "serve")
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
      Map<String, String> environment = builder.environment();
      // What the user has set for a server with a folder would be refused by a node.
      environment
          .keySet()
          .removeIf(name ->
              name.equals("WHALESHARK_DATA")
                  || name.equals("WHALESHARK_CONFIG")
                  || name.startsWith("WHALESHARK_ENGINE"));
      environment.putAll(settings);
      return new NodeProcess(number, builder.start(), log);
    } catch (IOException e) {
      throw new ClusterException("node " + number + " cannot be started: " + e.getMessage(), e);
    }
  }

  private void readOutput() {
    try (BufferedReader reader = process.inputReader()) {
      String line = reader.readLine();
      while (line != null) {
        if (line.startsWith(LAST_LINE)) {
          ready.complete(null);
        }
        line = reader.readLine();
      }
      ready.completeExceptionally(new IOException("it has ended"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  /// Waits until it takes connections.
  ///
  /// @throws ClusterException if it ends before that, or takes too long
  void awaitReady() throws InterruptedException {
    try {
      ready.get(READY_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new ClusterException("node " + number + " did not start: " + lastWords(), e);
    }
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.isEmpty() ? "it printed nothing" : lines.getLast() + " (" + log + ")";
    } catch (IOException e) {
      return "see " + log;
    }
  }

  int number() {
    return number;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Completes with the exit code when the process has ended.
  CompletableFuture<Integer> ended() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /// Ends it as a loss of power would.
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /// Lets it hang until [#resume].
  void pause() {
    signal("STOP");
  }

  /// Lets it run on.
  void resume() {
    signal("CONT");
  }

  private void signal(String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, String.valueOf(pid())).start().onExit().join();
    } catch (IOException e) {
      throw new ClusterException("cannot signal node " + number + ": " + e.getMessage(), e);
    }
  }

  /// Tells it to end; it finishes and answers what it took.
  void end() {
    process.destroy();
  }

  /// Waits for its end; ends it by force where that takes too long.
  @Override
  public void close() {
    end();
    try {
      if (!process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }
}
