package io.whaleshark.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The servers that tests start: PostgreSQL and Redis, and those whose archives are read. The
/// module `services`, which starts them, defines the required versions.
final class Services {

  /// Debian installs several versions of PostgreSQL side by side, and none of them on the path.
  private static final Path DEBIAN_POSTGRES = Path.of("/usr/lib/postgresql");

  /// Programs on the path, most of which are called as their packages.
  private static final List<String> PROGRAMS = List.of("redis-server", "ejabberdctl", "prosody");

  private Services() {}

  /// Ensures that the servers are installed; installs missing ones if that is allowed.
  ///
  /// @throws LauncherException naming what is missing and its package
  static void require(Project project) throws IOException, InterruptedException {
    List<String> packages = missing();
    if (!packages.isEmpty()
        && Packages.install(project, "the servers of tests", packages.toArray(String[]::new))) {
      packages = missing();
    }
    if (!packages.isEmpty()) {
      throw LauncherException.failed(
          "tests need PostgreSQL 15, Redis 7, ejabberd and Prosody (on Debian and Ubuntu: apt-get"
              + " install "
              + String.join(" ", packages)
              + ", or test modules: ./whaleshark test -pl core -am)");
    }
  }

  /// The packages that are not installed.
  private static List<String> missing() throws IOException {
    Stream<String> others = PROGRAMS.stream().filter(program -> Project.find(program).isEmpty());
    return Stream.concat(
            isPostgresInstalled() ? Stream.of() : Stream.of("postgresql"),
            others.map(program -> program.equals("ejabberdctl") ? "ejabberd" : program))
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
