package io.whaleshark.launcher;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The project folder, and how to run programs in it.
///
/// @param said receives progress messages
record Project(Path root, PrintStream said) {

  /// The Java that runs this. The shell script has checked that its version is sufficient.
  static Path javaHome() {
    return Path.of(System.getProperty("java.home"));
  }

  static String java() {
    return javaHome().resolve("bin/java").toString();
  }

  Path target(String name) throws IOException {
    return Files.createDirectories(root.resolve("target")).resolve(name);
  }

  /// The time when a stamp was set; the epoch if never.
  FileTime stamped(String name) throws IOException {
    Path stamp = target(name);
    return Files.exists(stamp) ? Files.getLastModifiedTime(stamp) : FileTime.fromMillis(0);
  }

  /// Finds a program on the path; empty if it is not there.
  static Optional<Path> find(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Prepares a program with this Java, whatever the environment says.
  ProcessBuilder program(List<String> command) {
    ProcessBuilder program = new ProcessBuilder(command).directory(root.toFile());
    Map<String, String> environment = program.environment();
    environment.put("JAVA_HOME", javaHome().toString());
    environment.merge(
        "PATH",
        javaHome().resolve("bin").toString(),
        (path, bin) -> bin + File.pathSeparator + path);
    return program;
  }

  /// Runs a program and waits for its end.
  ///
  /// @return its exit code
  static int run(ProcessBuilder program) throws IOException, InterruptedException {
    return program.start().waitFor();
  }

  /// Runs a program whose output goes to a file, or to this process's output.
  ///
  /// @throws LauncherException if it fails
  void require(ProcessBuilder program, Optional<Path> log, String what)
      throws IOException, InterruptedException {
    program.redirectErrorStream(true);
    if (log.isPresent()) {
      program.redirectOutput(ProcessBuilder.Redirect.appendTo(log.get().toFile()));
    } else {
      program.inheritIO();
    }
    if (run(program) != 0) {
      throw LauncherException.failed(
          what + log.map(file -> " (" + file + " says why)").orElse(" (see above)"));
    }
  }
}
