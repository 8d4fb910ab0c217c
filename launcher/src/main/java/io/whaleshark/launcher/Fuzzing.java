package io.whaleshark.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Coverage-guided fuzzing of the server. Each target runs in its own process, and its corpus is
/// reduced to the inputs that reach new code.
final class Fuzzing {

  private static final String SUFFIX = ".java";

  private final Project project;
  private final Path server;
  private final Path work;

  Fuzzing(Project project) {
    this.project = project;
    this.server = project.root().resolve("server");
    this.work = server.resolve("target/fuzz");
  }

  List<String> targets() throws IOException {
    Path sources = server.resolve("src/test/java/io/whaleshark/server/fuzz");
    try (Stream<Path> files = Files.list(sources)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("Fuzz" + SUFFIX))
          .map(name -> name.replace(SUFFIX, ""))
          .sorted()
          .toList();
    }
  }

  void run(int seconds, List<String> targets) throws IOException, InterruptedException {
    try (BuildLock _ = BuildLock.take(project)) {
      Files.createDirectories(work);
      project.said().println("Building ...");
      new Maven(project)
          .runQuietly(
              List.of(
                  "test-compile",
                  "dependency:build-classpath",
                  "-Dmdep.outputFile=" + work.resolve("classpath"),
                  "-pl",
                  "server",
                  "-am"),
              "the build");
      for (String target : targets) {
        fuzz(target, seconds);
      }
    }
  }

  private void fuzz(String target, int seconds) throws IOException, InterruptedException {
    Path kept = server.resolve("src/test/resources/fuzz").resolve(target);
    Path log = work.resolve(target).resolve("log");
    new TemporaryFolder(work.resolve(target)).delete();
    Path found = Files.createDirectories(work.resolve(target).resolve("new"));
    Path broke = Files.createDirectories(work.resolve(target).resolve("broke"));
    project.said().println(target + " for " + seconds + " s: " + log);
    ProcessBuilder jazzer =
        jazzer(target, "-max_total_time=" + seconds, found.toString(), kept.toString());
    int exitCode = Project.run(into(log, jazzer));
    try (Stream<String> lines = Files.lines(log)) {
      lines
          .filter(line -> line.startsWith("#") && line.contains("exec/s"))
          .reduce((_, later) -> later)
          .ifPresent(project.said()::println);
    }
    if (exitCode != 0) {
      keep(broke, kept);
      throw LauncherException.failed(target + " found a failing input (see " + log + ")");
    }
    project.require(
        jazzer(target, "-merge=1", "-use_counters=0", kept.toString(), found.toString()),
        Optional.of(work.resolve(target).resolve("merge.log")),
        "the inputs were not merged");
  }

  private static ProcessBuilder into(Path log, ProcessBuilder program) {
    return program.redirectErrorStream(true).redirectOutput(log.toFile());
  }

  /// Keeps an input that caused a failure; every later test run replays it.
  private static void keep(Path broke, Path kept) throws IOException {
    try (Stream<Path> inputs = Files.list(broke)) {
      for (Path input : inputs.toList()) {
        Files.copy(input, kept.resolve(input.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /// Guided by the coverage of the project's own classes. A target's connections to the server are
  /// not reported as findings.
  private ProcessBuilder jazzer(String target, String... arguments) throws IOException {
    Path shared = Path.of("/dev/shm"); // sync is free there
    String temporary =
        Files.isWritable(shared) ? shared.toString() : System.getProperty("java.io.tmpdir");
    List<String> command =
        new ArrayList<>(
            List.of(
                Project.java(),
                "@" + project.root().resolve("launcher/jvm.options"),
                "-Xmx512m",
                "-Djava.io.tmpdir=" + temporary,
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+EnableDynamicAgentLoading",
                "-cp",
                String.join(
                    ":",
                    server.resolve("target/test-classes").toString(),
                    server.resolve("target/classes").toString(),
                    Files.readString(work.resolve("classpath"))),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=io.whaleshark.server.fuzz." + target,
                "--instrumentation_includes=io.whaleshark.**",
                "--instrumentation_excludes=io.whaleshark.server.fuzz.**",
                "--custom_hook_includes=io.whaleshark.**",
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers"
                    + ".ServerSideRequestForgery",
                "--reproducer_path=" + work.resolve(target),
                "-artifact_prefix=" + work.resolve(target).resolve("broke") + "/",
                "-timeout=150",
                "-rss_limit_mb=3000"));
    command.addAll(List.of(arguments));
    return project.program(command);
  }
}
