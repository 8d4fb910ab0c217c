package io.whaleshark.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs Maven, which builds and tests all Java code.
final class Maven {

  private static final Pattern MODULE =
      Pattern.compile("\\[INFO] Building (?:Whale Shark: )?(.+?) \\S+ +\\[(\\d+)/(\\d+)]");

  private final Project project;

  Maven(Project project) {
    this.project = project;
  }

  private ProcessBuilder program(List<String> arguments) {
    if (Project.find("mvn").isEmpty()) {
      throw LauncherException.failed("mvn: not found (install Maven 3.8 or newer)");
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                "mvn",
                "--batch-mode",
                "--no-transfer-progress",
                "-f",
                project.root().resolve("pom.xml").toString()));
    command.addAll(arguments);
    return project.program(command);
  }

  /// Runs Maven and shows its output.
  void run(List<String> arguments) throws IOException, InterruptedException {
    if (Project.run(program(arguments).inheritIO()) != 0) {
      throw LauncherException.failed("checks failed (see Maven's output above)");
    }
  }

  /// Runs Maven and shows the current module; shows the rest of its output only if it fails.
  void runQuietly(List<String> arguments, String what) throws IOException, InterruptedException {
    Path log = project.target("build.log");
    PrintStream said = project.said();
    Process maven = program(arguments).redirectErrorStream(true).start();
    try (BufferedReader lines = maven.inputReader();
        Writer kept = Files.newBufferedWriter(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        kept.write(line + "\n");
        Matcher module = MODULE.matcher(line);
        if (module.matches()) {
          said.println("  " + module.group(2) + " of " + module.group(3) + ": " + module.group(1));
        }
      }
    }
    if (maven.waitFor() != 0) {
      said.print(Files.readString(log));
      throw LauncherException.failed(what + " failed (see Maven's output above)");
    }
  }
}
