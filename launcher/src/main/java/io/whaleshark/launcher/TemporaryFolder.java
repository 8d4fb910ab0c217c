package io.whaleshark.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A temporary folder of a run, which the run should leave empty.
record TemporaryFolder(Path path) {

  /// Creates the folder, empty.
  static TemporaryFolder make(Path path) throws IOException {
    TemporaryFolder folder = new TemporaryFolder(path);
    folder.delete();
    Files.createDirectories(path);
    return folder;
  }

  void delete() throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> files = Files.walk(path)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /// @throws LauncherException naming the files that are left
  void requireEmpty(String run) throws IOException {
    List<String> left;
    try (Stream<Path> files = Files.list(path)) {
      left = files.map(file -> file.getFileName().toString()).sorted().toList();
    }
    if (!left.isEmpty()) {
      throw LauncherException.failed(
          run + " left in " + path + ": " + String.join(", ", left) + " (expected: nothing)");
    }
  }
}
