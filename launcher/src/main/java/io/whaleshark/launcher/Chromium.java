package io.whaleshark.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// The browser of the web chat's tests.
final class Chromium {

  private Chromium() {}

  /// Finds it, and installs it where that is allowed.
  static Path find(Project project) throws IOException, InterruptedException {
    String set = System.getenv().getOrDefault("WHALESHARK_CHROMIUM", "");
    if (!set.isBlank()) {
      return Path.of(set);
    }
    Optional<Path> found = installed();
    if (found.isEmpty() && mayInstall()) {
      project.said().println("Installing Chromium ...");
      Path log = project.target("chromium.log");
      Files.deleteIfExists(log);
      apt(project, log, "update");
      apt(project, log, "install", "-y", "--no-install-recommends", "chromium");
      found = installed();
    }
    return found.orElseThrow(() ->
        LauncherException.failed(
            "Chromium is not installed (install it, or set WHALESHARK_CHROMIUM to it)"));
  }

  private static Optional<Path> installed() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(name -> Project.find(name).stream())
        .findFirst();
  }

  private static boolean mayInstall() {
    return System.getProperty("user.name").equals("root") && Project.find("apt-get").isPresent();
  }

  private static void apt(Project project, Path log, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder apt =
        project.program(Stream.concat(Stream.of("apt-get"), Stream.of(arguments)).toList());
    apt.environment().put("DEBIAN_FRONTEND", "noninteractive");
    project.require(apt, Optional.of(log), "Chromium was not installed");
  }
}
