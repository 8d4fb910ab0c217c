package io.whaleshark.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The servers that tests start for themselves: PostgreSQL and Redis. Which versions are new enough
/// the module `services` knows, which starts them.
final class Services {

  /// Debian keeps several versions of PostgreSQL side by side, and puts none of them on the path.
  private static final Path DEBIAN_POSTGRES = Path.of("/usr/lib/postgresql");

  private Services() {}

  /// Sees to it that they are there: installs what is missing where that is allowed.
  ///
  /// @throws LauncherException which names what is missing and its package
  static void require(Project project) throws IOException, InterruptedException {
    List<String> packages = missing();
    if (!packages.isEmpty()
        && Packages.install(project, "PostgreSQL and Redis", packages.toArray(String[]::new))) {
      packages = missing();
    }
    if (!packages.isEmpty()) {
      throw LauncherException.failed(
          "tests need PostgreSQL 15 and Redis 7 (on Debian and Ubuntu: apt-get install "
              + String.join(" ", packages)
              + ", or test modules: ./whaleshark test -pl core -am)");
    }
  }

  /// The packages of what is not installed.
  private static List<String> missing() throws IOException {
    return Stream.concat(
            isPostgresInstalled() ? Stream.of() : Stream.of("postgresql"),
            Project.find("redis-server").isPresent() ? Stream.of() : Stream.of("redis-server"))
        .toList();
  }

  private static boolean isPostgresInstalled() throws IOException {
    Optional<Path> onPath = Project.find("postgres");
    if (onPath.isPresent() || !Files.isDirectory(DEBIAN_POSTGRES)) {
      return onPath.isPresent();
    }
    try (Stream<Path> versions = Files.list(DEBIAN_POSTGRES)) {
      return versions.anyMatch(version -> Files.isExecutable(version.resolve("bin/postgres")));
    }
  }
}
