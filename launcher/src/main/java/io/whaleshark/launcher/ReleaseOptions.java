package io.whaleshark.launcher;

import static io.whaleshark.launcher.LauncherException.failed;
import static io.whaleshark.launcher.LauncherException.wrongUsage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    if (!options.getFirst().equals(TO)) {
      throw wrongUsage(COMMAND, options.getFirst() + ": unknown option");
    }
    if (options.size() == 1) {
      throw wrongUsage(COMMAND, TO + ": without a value (expected: a folder after it)");
    }
    if (options.size() > 2) {
      throw wrongUsage(COMMAND, options.get(2) + ": unknown option");
    }
    return Optional.of(Path.of(options.get(1)).toAbsolutePath());
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
