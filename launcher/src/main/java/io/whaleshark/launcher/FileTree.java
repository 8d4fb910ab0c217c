package io.whaleshark.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A folder and everything below it, to be packed the same way on every machine.
record FileTree(Path root) {

  void copy(Path to) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Path copied = to.resolve(root.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copied);
        } else {
          Files.copy(file, copied, LinkOption.NOFOLLOW_LINKS);
        }
      }
    }
  }

  /// Gives all files the same time, and the permissions that installed files have, whatever the
  /// user who builds has set.
  void settle(Instant time) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!Files.isSymbolicLink(file)) {
          boolean runs = Files.isDirectory(file) || Files.isExecutable(file);
          Files.setPosixFilePermissions(
              file, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
          Files.setLastModifiedTime(file, FileTime.from(time));
        }
      }
    }
  }

  /// Packs it into an archive that has the same bytes each time.
  void pack(Project project, Path archive, Instant time) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            "tar",
            "--sort=name",
            "--owner=0",
            "--group=0",
            "--numeric-owner",
            "--mtime=@" + time.getEpochSecond(),
            "--use-compress-program=gzip -n",
            "-cf",
            archive.toString(),
            "-C",
            root.resolve("..").toString(),
            root.getFileName().toString());
    project.require(
        project.program(command), Optional.empty(), archive.getFileName() + " was not packed");
  }
}
