package io.whaleshark.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// System packages with the programs that the project needs and cannot build.
final class Packages {

  private Packages() {}

  /// Installs packages on Debian and Ubuntu, if that is allowed; otherwise does nothing.
  ///
  /// @param what the name to show to the user
  /// @return whether it installed them
  static boolean install(Project project, String what, String... packages)
      throws IOException, InterruptedException {
    if (!mayInstall()) {
      return false;
    }
    project.said().println("Installing " + what + " ...");
    Path log = project.target(what.toLowerCase(Locale.ROOT).replace(' ', '-') + ".log");
    Files.deleteIfExists(log);
    apt(project, log, what, Stream.of("update"));
    Stream<String> options = Stream.of("install", "-y", "--no-install-recommends");
    apt(project, log, what, Stream.concat(options, Arrays.stream(packages)));
    return true;
  }

  private static boolean mayInstall() {
    return System.getProperty("user.name").equals("root") && Project.find("apt-get").isPresent();
  }

  private static void apt(Project project, Path log, String what, Stream<String> arguments)
      throws IOException, InterruptedException {
    ProcessBuilder apt = project.program(Stream.concat(Stream.of("apt-get"), arguments).toList());
    apt.environment().put("DEBIAN_FRONTEND", "noninteractive");
    project.require(apt, Optional.of(log), what + " was not installed");
  }
}
