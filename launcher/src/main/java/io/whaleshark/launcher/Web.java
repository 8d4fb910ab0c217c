package io.whaleshark.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Builds and tests the web chat with npm, and makes the site of the documents.
final class Web {

  private static final String BUILT = "web-built";
  private static final String NEEDED = "20.19";

  private final Project project;
  private final Path folder;

  Web(Project project) {
    this.project = project;
    this.folder = project.root().resolve("web");
  }

  /// Returns whether npm and a sufficient version of Node.js are installed.
  static boolean isPossible() throws IOException, InterruptedException {
    if (Project.find("npm").isEmpty() || Project.find("node").isEmpty()) {
      return false;
    }
    Process node = new ProcessBuilder("node", "-p", "process.versions.node").start();
    String version;
    try (var said = node.inputReader()) {
      version = said.readLine();
    }
    return node.waitFor() == 0
        && version != null
        && Arrays.compare(numbers(version), numbers(NEEDED)) >= 0;
  }

  private static int[] numbers(String version) {
    return Stream.of(version.split("\\.")).limit(2).mapToInt(Integer::parseInt).toArray();
  }

  /// Builds the web chat, unless another process did so while this one waited. A failure here is
  /// not fatal, because the server works without the web chat.
  void build() throws IOException, InterruptedException {
    if (!isPossible()) {
      project
          .said()
          .println("Node.js " + NEEDED + " and npm are not installed: the web chat is not built.");
      return;
    }
    FileTime before = project.stamped(BUILT);
    try (BuildLock _ = BuildLock.take(project)) {
      if (!project.stamped(BUILT).equals(before)) {
        return;
      }
      project.said().println("Building the web chat ...");
      Path begun = project.target("web-building");
      Files.writeString(begun, "");
      Path log = project.target("build-web.log");
      Files.deleteIfExists(log);
      install(Optional.of(log));
      npm(Optional.of(log), "the web chat was not built", "run", "build");
      Files.move(begun, project.target(BUILT), StandardCopyOption.REPLACE_EXISTING);
    } catch (LauncherException e) {
      project.said().println("whaleshark: " + e.getMessage());
    }
  }

  /// Tests the format, the types, and the client library.
  void test() throws IOException, InterruptedException {
    require("install them, or test modules: ./whaleshark test -pl core -am");
    install(Optional.empty());
    script("check");
    script("typecheck");
    script("test");
  }

  /// Tests the web chat in a browser, and the client as a package, against the built server.
  void testWithServer() throws IOException, InterruptedException {
    Map<String, String> browser = Map.of("WHALESHARK_CHROMIUM", Chromium.find(project).toString());
    script("build");
    script("test:browser", browser);
    script("test:package", browser);
  }

  /// Packs the TypeScript SDK as npm publishes it.
  void pack(Path to) throws IOException, InterruptedException {
    Optional<Path> log = Optional.of(project.target("build-web.log"));
    String[] pack = {"pack", "--workspace", "client", "--pack-destination", to.toString()};
    npm(log, "the TypeScript SDK was not packed", pack);
  }

  /// Makes the documents as a site. What is in the folder is replaced.
  void makeDocs(Path to) throws IOException, InterruptedException {
    require("install them");
    try (BuildLock _ = BuildLock.take(project)) {
      Path log = project.target("build-docs.log");
      Files.deleteIfExists(log);
      install(Optional.of(log));
      String[] docs = {"run", "docs", "--", "--outDir", to.toString(), "--emptyOutDir"};
      npm(Optional.of(log), "the documents were not built", docs);
    }
  }

  void format() throws IOException, InterruptedException {
    if (isPossible()) {
      install(Optional.empty());
      script("format");
    }
  }

  private static void require(String advice) throws IOException, InterruptedException {
    if (!isPossible()) {
      throw LauncherException.failed(
          "Node.js " + NEEDED + " and npm are not installed (" + advice + ")");
    }
  }

  /// Installs the build dependencies from the lock file.
  private void install(Optional<Path> log) throws IOException, InterruptedException {
    Path wanted = folder.resolve("package-lock.json");
    Path had = folder.resolve("node_modules/.package-lock.json");
    boolean old =
        !Files.exists(had)
            || Files.getLastModifiedTime(wanted).compareTo(Files.getLastModifiedTime(had)) > 0;
    if (old) {
      npm(
          log,
          "the dependencies of the web chat were not installed",
          "ci",
          "--no-audit",
          "--no-fund");
      Files.setLastModifiedTime(had, Files.getLastModifiedTime(wanted));
    }
  }

  private void script(String name) throws IOException, InterruptedException {
    script(name, Map.of());
  }

  /// Runs a script of the web chat. Files left in its temporary folder count as an error.
  private void script(String name, Map<String, String> settings)
      throws IOException, InterruptedException {
    TemporaryFolder temporary = TemporaryFolder.make(project.target("web-tmp"));
    ProcessBuilder script = npm("run", "--silent", name);
    script.environment().put("TMPDIR", temporary.path().toString());
    script.environment().put("WHALESHARK_JAVA_HOME", Project.javaHome().toString());
    script.environment().putAll(settings);
    project.require(script, Optional.empty(), "npm run " + name + " failed");
    temporary.requireEmpty("npm run " + name);
  }

  private void npm(Optional<Path> log, String otherwise, String... arguments)
      throws IOException, InterruptedException {
    project.require(npm(arguments), log, otherwise);
  }

  private ProcessBuilder npm(String... arguments) {
    List<String> command = new ArrayList<>(List.of("npm", "--prefix", folder.toString()));
    command.addAll(List.of(arguments));
    return project.program(command);
  }
}
