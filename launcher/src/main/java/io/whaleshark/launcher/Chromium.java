package io.whaleshark.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// The browser for the tests of the web chat.
final class Chromium {

  private Chromium() {}

  /// Finds the browser, and installs it if that is allowed.
  static Path find(Project project) throws IOException, InterruptedException {
    String set = System.getenv().getOrDefault("WHALESHARK_CHROMIUM", "");
    if (!set.isBlank()) {
      return Path.of(set);
    }
    Optional<Path> found = installed();
    if (found.isEmpty() && Packages.install(project, "Chromium", "chromium")) {
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
}
