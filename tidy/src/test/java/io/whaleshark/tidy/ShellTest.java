package io.whaleshark.tidy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Scripts are few and short: they only start programs, and all other logic is in Java.
class ShellTest {

  private static final List<String> SCRIPTS =
      List.of(
          "whaleshark",
          ".ci/run",
          "bench/peers/run",
          "bench/peers/table",
          "bench/peers/ejabberd/run",
          "deploy/debian/postinst",
          "deploy/debian/postrm",
          "deploy/debian/prerm",
          "deploy/release/whaleshark");

  /// Third-party files, build output, and reproductions of faults in other products.
  private static final List<String> NOT_THE_PRODUCTS =
      List.of("target/", "node_modules/", ".git/", "mvnw", "findings/");

  /// ShellCheck reports functions that only a trap calls as unreachable.
  private static final String CALLED_BY_TRAPS = "--exclude=SC2317";

  /// The first line of what also runs where there is no bash.
  private static final String ANY_SHELL = "#!/bin/sh";

  private static final int LINES = 200;
  private static final int LINE_LENGTH = 185; // a row of the measurements in bench/peers/run

  private static List<String> lines(String script) throws IOException {
    return Files.readAllLines(Rules.ROOT.resolve(script));
  }

  /// Without scripts, the rules would hold vacuously.
  @Test
  void allScriptsAreListedHere() throws IOException {
    try (Stream<Path> files =
        Files.find(
            Rules.ROOT,
            Integer.MAX_VALUE,
            (path, attributes) -> attributes.isRegularFile() && isScript(path))) {
      assertThat(files.map(path -> Rules.ROOT.relativize(path).toString()))
          .containsExactlyInAnyOrderElementsOf(SCRIPTS);
    }
  }

  private static boolean isScript(Path path) {
    String name = Rules.ROOT.relativize(path).toString();
    boolean ours = NOT_THE_PRODUCTS.stream().noneMatch(name::contains);
    try {
      return ours
          && Files.isExecutable(path)
          && Files.readString(path, StandardCharsets.ISO_8859_1).startsWith("#!");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void scriptsAreShortAndEndAtTheFirstFailure() throws IOException {
    for (String script : SCRIPTS) {
      assertThat(lines(script))
          .as(script)
          .hasSizeLessThanOrEqualTo(LINES)
          .contains(lines(script).getFirst().equals(ANY_SHELL) ? "set -eu" : "set -euo pipefail")
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(LINE_LENGTH))
          .noneSatisfy(line -> assertThat(line).containsAnyOf("\t", "shellcheck disable"));
    }
  }

  /// Runs ShellCheck where it is installed; elsewhere, a later machine reports the findings.
  @Test
  void shellCheckFindsNothing() throws IOException, InterruptedException {
    assumeTrue(
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "shellcheck"))),
        "shellcheck is not installed");
    List<String> command = new ArrayList<>(List.of("shellcheck", CALLED_BY_TRAPS));
    command.addAll(SCRIPTS);
    Process process =
        new ProcessBuilder(command)
            .directory(Rules.ROOT.toFile())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEmpty();
    assertThat(process.waitFor()).isZero();
  }
}
