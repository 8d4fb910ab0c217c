package io.whaleshark.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// The packages for the programs of others as a repository of Maven: of each the jar, its sources,
/// its Javadoc, its description and their checksums. Unpacked it serves a build as it is; with
/// signatures beside the files it is what Maven Central takes.
final class MavenRepository {

  private final Project built;
  private final Version version;

  MavenRepository(Project built, Version version) {
    this.built = built;
    this.version = version;
  }

  private String name() {
    return version.folder() + "-maven";
  }

  /// Where the build puts it.
  Path folder() throws IOException {
    return built.target("published").resolve(name());
  }

  /// @param to the folder of the archive
  void pack(Path to, Instant time) throws IOException, InterruptedException {
    FileTree repository = new FileTree(folder());
    deleteLists(repository.root());
    repository.settle(time);
    repository.pack(built, to.resolve(name() + ".tar.gz"), time);
  }

  /// The lists of versions, which say when they were written: who names a version needs none.
  private static void deleteLists(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> lists =
          files.filter(file -> file.getFileName().toString().startsWith("maven-metadata")).toList();
      for (Path list : lists) {
        Files.delete(list);
      }
    }
  }
}
