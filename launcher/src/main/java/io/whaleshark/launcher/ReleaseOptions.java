package io.whaleshark.launcher;

import static io.whaleshark.launcher.LauncherException.failed;
import static io.whaleshark.launcher.LauncherException.wrongUsage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What was asked of `release`.
///
/// @param to the folder to make; it does not exist, or is empty
record ReleaseOptions(Version version, Path to) {

  private static final String COMMAND = "release";
  private static final String TO = "--to";

  /// @throws LauncherException if the release must not be made: the message says what to do
  static ReleaseOptions parse(Project project, List<String> arguments) throws IOException {
    Version version = version(arguments);
    List<String> options = arguments.subList(1, arguments.size());
    Path to = folder(options).orElse(project.root().resolve("target").resolve(version.folder()));
    if (Changelog.of(project.root()).section(version).isEmpty()) {
      throw failed("CHANGELOG.md has no section ## " + version.text() + " (write it, and commit)");
    }
    if (!isFree(to)) {
      throw failed(to + ": exists and is not empty (delete it, or choose another one with --to)");
    }
    return new ReleaseOptions(version, to);
  }

  private static Version version(List<String> arguments) {
    if (arguments.isEmpty()) {
      throw wrongUsage(COMMAND, "version: missing (expected: a version such as 1.2.3)");
    }
    String text = arguments.getFirst();
    Version version = new Version(text);
    if (!Version.isVersion(text) || version.isSnapshot()) {
      throw wrongUsage(
          COMMAND, "version: " + text + " (expected: a version such as 1.2.3 or 1.2.3-rc.1)");
    }
    return version;
  }

  private static Optional<Path> folder(List<String> options) {
    if (options.isEmpty()) {
      return Optional.empty();
    }
    String[] first = options.getFirst().split("=", 2);
    if (!first[0].equals(TO)) {
      throw wrongUsage(COMMAND, first[0] + ": unknown option");
    }
    List<String> values = new ArrayList<>(List.of(first).subList(1, first.length));
    values.addAll(options.subList(1, options.size()));
    if (values.isEmpty() || values.getFirst().isEmpty()) {
      throw wrongUsage(COMMAND, TO + ": without a value (expected: a folder after it)");
    }
    if (values.size() > 1) {
      String more = values.get(1).replaceFirst("=.*", "");
      throw wrongUsage(
          COMMAND,
          more + (more.equals(TO) ? ": given twice (expected: once)" : ": unknown option"));
    }
    return Optional.of(Path.of(values.getFirst()).toAbsolutePath());
  }

  private static boolean isFree(Path to) throws IOException {
    if (!Files.isDirectory(to)) {
      return !Files.exists(to);
    }
    try (Stream<Path> files = Files.list(to)) {
      return files.findAny().isEmpty();
    }
  }
}
