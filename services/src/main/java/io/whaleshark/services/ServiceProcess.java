package io.whaleshark.services;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A running server program. Thread-safe.
final class ServiceProcess {

  /// How a program is told to end.
  enum Signal {
    /// As soon as its clients have left, or at once where it does not wait for them.
    TERM,
    /// At once.
    INT,
    /// Not at all, but nothing runs any more until [#CONT].
    STOP,
    /// It runs on.
    CONT
  }

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);
  private static final long LOOK_EACH_MILLIS = 20;

  private final String name;
  private final Process process;
  private final Path log;

  private ServiceProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /// Starts it, and waits until it answers.
  ///
  /// @param log where it writes what it has to say
  /// @param isReady whether it answers
  static ServiceProcess start(
      String name, List<String> command, Path log, BooleanSupplier isReady) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      var started = new ServiceProcess(name, process, log);
      boolean answers = false;
      try {
        process.getOutputStream().close();
        started.awaitReady(isReady);
        answers = true;
        return started;
      } finally {
        if (!answers) {
          started.kill(); // nobody else knows it
        }
      }
    } catch (IOException e) {
      throw new ServiceException("cannot start " + command.getFirst(), e);
    }
  }

  private void awaitReady(BooleanSupplier isReady) {
    long until = System.nanoTime() + READY_WITHIN.toNanos();
    while (!isReady.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new ServiceException(name + " ended at once: " + lastWords());
      }
      if (System.nanoTime() > until) {
        throw new ServiceException(name + " does not answer: see " + log);
      }
      lookLater();
    }
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException e) {
      return "see " + log;
    }
  }

  private static void lookLater() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_EACH_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException("interrupted", e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Tells it to end, by the given signal, and waits for that; ends it by force where that takes
  /// too long.
  void end(Signal signal) {
    if (process.isAlive()) { // or its number may be another's by now
      signal(signal);
    }
    try {
      if (!process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  /// Lets it hang, with its children, as a machine without time to run them does.
  void pause() {
    signalAll(Signal.STOP);
  }

  /// Lets it run on after [#pause].
  void resume() {
    signalAll(Signal.CONT);
  }

  private void signalAll(Signal signal) {
    process.descendants().forEach(child -> signal(signal, child.pid()));
    signal(signal);
  }

  private void signal(Signal signal) {
    signal(signal, process.pid());
  }

  private void signal(Signal signal, long pid) {
    try {
      Programs.run(List.of("kill", "-" + signal, String.valueOf(pid)), Map.of());
    } catch (ServiceException e) {
      if (ProcessHandle.of(pid).isPresent()) {
        throw e;
      }
    }
  }

  /// Ends it and its children as a loss of power would, the parent first, which could start others.
  void kill() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    children.forEach(child -> child.onExit().join());
  }
}
