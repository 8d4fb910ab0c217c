package io.whaleshark.launcher;

import static io.whaleshark.launcher.LauncherException.failed;
import static io.whaleshark.launcher.LauncherException.wrongUsage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What was asked of `release`.
///
/// @param to the folder to make; it does not exist, or is empty
record ReleaseOptions(Version version, Path to) {

  private static final String COMMAND = "release";

  /// @throws LauncherException if the release must not be made: the message says what to do
  static ReleaseOptions parse(Project project, List<String> arguments) throws IOException {
    Version version = version(arguments);
    List<String> options = arguments.subList(1, arguments.size());
    Path to =
        Destination.parse(COMMAND, options)
            .orElse(project.root().resolve("target").resolve(version.folder()));
    if (Changelog.of(project.root()).section(version).isEmpty()) {
      throw failed("CHANGELOG.md has no section ## " + version.text() + " (write it, and commit)");
    }
    Destination.requireFree(to);
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
}
