package io.whaleshark.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What CHANGELOG.md says of versions.
record Changelog(Path file) {

  private static final String HEADING = "## ";

  static Changelog of(Path root) {
    return new Changelog(root.resolve("CHANGELOG.md"));
  }

  /// The section of a version with its heading; empty if there is none.
  Optional<String> section(Version version) throws IOException {
    List<String> lines = Files.readAllLines(file);
    int start = lines.indexOf(HEADING + version.text());
    if (start < 0) {
      return Optional.empty();
    }
    String below =
        lines.stream()
            .skip(start + 1L)
            .takeWhile(line -> !line.startsWith(HEADING))
            .collect(Collectors.joining("\n"));
    return Optional.of(lines.get(start) + "\n\n" + below.strip() + "\n");
  }
}
