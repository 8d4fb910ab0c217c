package io.whaleshark.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Mutation testing of the core: makes small changes, one at a time, and finds those that no test
/// detects.
final class Mutants {

  private static final String CORE = "io.whaleshark.core.";

  /// The packages that decide, deliver and read.
  private static final List<String> ALL =
      List.of(
          "conversation",
          "delivery",
          "group",
          "history",
          "inbox",
          "messaging",
          "presence",
          "receipt",
          "retention",
          "session");

  private final Project project;

  Mutants(Project project) {
    this.project = project;
  }

  /// The packages that a user can name.
  List<String> packages() throws IOException {
    Path core = project.root().resolve("core/src/main/java/io/whaleshark/core");
    if (!Files.isDirectory(core)) {
      return ALL;
    }
    try (Stream<Path> folders = Files.list(core)) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /// @param named the packages; if empty, all that decide, deliver and read
  /// @param bySimulation whether to run only the simulation against the mutants
  void find(List<String> named, boolean bySimulation) throws IOException, InterruptedException {
    String classes =
        (named.isEmpty() ? ALL : named)
            .stream().map(name -> CORE + name + ".*").collect(Collectors.joining(","));
    List<String> maven =
        new ArrayList<>(
            List.of(
                "-q",
                "-P",
                "mutate",
                "-pl",
                "testkit",
                "-am",
                "process-test-classes",
                "-Dmutate.classes=" + classes));
    if (bySimulation) {
      maven.add("-Dmutate.tests=io.whaleshark.testkit.simulation.SimulationTest");
    }
    try (BuildLock _ = BuildLock.take(project)) {
      new Maven(project).run(maven);
    }
    tell(project.root().resolve("testkit/target/mutants/mutations.csv"));
  }

  /// A mutant in the report.
  ///
  /// @param status its result: only a mutant that survived, or was never run, went undetected
  private record Mutant(String className, String mutator, String line, String status) {

    static Mutant of(String row) {
      String[] cells = row.split(",", -1);
      return new Mutant(
          cells[1].substring(CORE.length()),
          cells[2].substring(cells[2].lastIndexOf('.') + 1).replace("Mutator", ""),
          cells[4],
          cells[5]);
    }

    String packageName() {
      return className.substring(0, className.indexOf('.'));
    }

    boolean isUnnoticed() {
      return status.equals("SURVIVED") || status.equals("NO_COVERAGE");
    }
  }

  private void tell(Path report) throws IOException {
    PrintStream said = project.said();
    List<Mutant> mutants = Files.readAllLines(report).stream().map(Mutant::of).toList();
    Map<String, List<Mutant>> byPackage =
        mutants.stream()
            .collect(Collectors.groupingBy(Mutant::packageName, TreeMap::new, Collectors.toList()));
    byPackage.forEach((name, all) -> {
      List<Mutant> unnoticed = all.stream().filter(Mutant::isUnnoticed).toList();
      said.printf("%s: %d mutants, %d unnoticed%n", name, all.size(), unnoticed.size());
      unnoticed.forEach(mutant ->
          said.printf("  %s:%s %s%n", mutant.className(), mutant.line(), mutant.mutator()));
    });
  }
}
