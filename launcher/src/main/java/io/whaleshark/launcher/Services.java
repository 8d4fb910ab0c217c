package io.whaleshark.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The servers that tests start: PostgreSQL and Redis, and those whose archives are read. The
/// module `services`, which starts them, defines the required versions.
final class Services {

  /// Debian installs several versions of PostgreSQL side by side, and none of them on the path.
  private static final Path DEBIAN_POSTGRES = Path.of("/usr/lib/postgresql");

  /// Programs on the path, and their packages.
  private static final SortedMap<String, String> PROGRAMS =
      new TreeMap<>(
          Map.of(
              "redis-server", "redis-server",
              "ejabberdctl", "ejabberd",
              "prosody", "prosody",
              "mariadb-install-db", "mariadb-server-core",
              "my_print_defaults", "mariadb-client-core"));

  /// A library of Erlang without which ejabberd issues no tokens.
  private static final String TOKENS = "p1_oauth2";

  private static final Path DEBIAN_ERLANG = Path.of("/usr/lib/erlang/lib");

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
          "tests need PostgreSQL 15, Redis 7, ejabberd, Prosody and MariaDB (on Debian and Ubuntu:"
              + " apt-get install "
              + String.join(" ", packages)
              + ", or test modules: ./whaleshark test -pl core -am)");
    }
  }

  /// The packages that are not installed.
  private static List<String> missing() throws IOException {
    List<String> packages = new ArrayList<>();
    if (!isPostgresInstalled()) {
      packages.add("postgresql");
    }
    PROGRAMS.forEach((program, name) -> {
      if (Project.find(program).isEmpty()) {
        packages.add(name);
      }
    });
    if (!issuesTokens()) {
      packages.add("erlang-p1-oauth2");
    }
    return packages;
  }

  private static boolean issuesTokens() throws IOException {
    if (!Files.isDirectory(DEBIAN_ERLANG)) {
      return false;
    }
    try (Stream<Path> libraries = Files.list(DEBIAN_ERLANG)) {
      return libraries.anyMatch(
          library -> String.valueOf(library.getFileName()).startsWith(TOKENS));
    }
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
