package io.whaleshark.services;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds the programs of PostgreSQL, Redis and MariaDB, and runs those that end by themselves.
/// Thread-safe.
final class Programs {

  private static final int POSTGRES_NEEDED = 15;
  private static final int REDIS_NEEDED = 7;
  private static final int MARIADB_NEEDED = 10;
  private static final Path DEBIAN_POSTGRES = Path.of("/usr/lib/postgresql");
  private static final Path DEBIAN_MARIADB = Path.of("/usr/sbin/mariadbd");
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.\\d+");
  private static final long LIMIT_SECONDS = 120;

  private Programs() {}

  /// The folder of the newest PostgreSQL that is installed: `postgres`, `initdb` and the others.
  ///
  /// @throws ServiceException if there is none, or none that is new enough
  static Path postgresFolder() {
    List<Path> folders = new ArrayList<>();
    if (Files.isDirectory(DEBIAN_POSTGRES)) {
      try (Stream<Path> versions = Files.list(DEBIAN_POSTGRES)) {
        // Debian keeps several versions side by side, and puts none of them on the path.
        versions.map(version -> version.resolve("bin")).forEach(folders::add);
      } catch (IOException e) {
        throw new ServiceException("cannot look into " + DEBIAN_POSTGRES, e);
      }
    }
    onPath("postgres").map(Programs::folderOf).ifPresent(folders::add);
    return folders.stream()
        .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
        .filter(folder -> majorVersion(folder.resolve("postgres")) >= POSTGRES_NEEDED)
        .max(Comparator.comparingInt(folder -> majorVersion(folder.resolve("postgres"))))
        .orElseThrow(() -> missing("PostgreSQL " + POSTGRES_NEEDED, "postgresql"));
  }

  /// The program `redis-server`.
  ///
  /// @throws ServiceException if it is not installed, or too old
  static Path redis() {
    return onPath("redis-server")
        .filter(program -> majorVersion(program) >= REDIS_NEEDED)
        .orElseThrow(() -> missing("Redis " + REDIS_NEEDED, "redis-server"));
  }

  /// The program `mariadbd`.
  ///
  /// @throws ServiceException if it is not installed, or too old
  static Path mariadb() {
    return onPath("mariadbd")
        .or(() -> Optional.of(DEBIAN_MARIADB)) // which is on the path of root alone
        .filter(program -> majorVersion(program) >= MARIADB_NEEDED)
        .orElseThrow(
            () -> missing("MariaDB " + MARIADB_NEEDED, "mariadb-server-core mariadb-client-core"));
  }

  private static ServiceException missing(String what, String debianPackage) {
    return new ServiceException(
        what
            + " or newer is not installed (on Debian and Ubuntu: apt-get install "
            + debianPackage
            + ")");
  }

  private static Path folderOf(Path program) {
    try {
      return Path.of("/").resolve(program.toRealPath()).resolveSibling("");
    } catch (IOException e) {
      throw new ServiceException("cannot follow " + program, e);
    }
  }

  private static Optional<Path> onPath(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static int majorVersion(Path program) {
    if (!Files.isExecutable(program)) {
      return 0;
    }
    Matcher version = VERSION.matcher(run(List.of(program.toString(), "--version"), Map.of()));
    return version.find() ? Integer.parseInt(version.group(1)) : 0;
  }

  /// Runs a program to its end, which must be a good one.
  ///
  /// @param environment what to set besides what this process has
  /// @return what it printed
  static String run(List<String> command, Map<String, String> environment) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new ServiceException(command.getFirst() + " does not end");
      }
      if (process.exitValue() != 0) {
        throw new ServiceException(command.getFirst() + " failed: " + printed.strip());
      }
      return printed;
    } catch (IOException e) {
      throw new ServiceException("cannot run " + command.getFirst(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException("interrupted while " + command.getFirst() + " ran", e);
    }
  }

  /// The same command for a program that refuses to run as root: in a name space in which the user
  /// is nobody, and the files stay whose they are.
  static List<String> notAsRoot(List<String> command) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return command;
    }
    return Stream.concat(Stream.of("unshare", "--user"), command.stream()).toList();
  }
}
