package io.whaleshark.launcher;

import static io.whaleshark.launcher.LauncherException.failed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The sources as they are committed. A release is built of a copy of them, so that it contains
/// nothing else, and the working tree keeps its own version and its own build.
final class CommittedSources {

  private static final Pattern POM_VERSION = Pattern.compile("<version>([^<]+)</version>");

  /// In package.json and its lock: the version beside the name of one of our packages, and the one
  /// that another of them needs.
  private static final Pattern NPM_VERSION =
      Pattern.compile("(\"@whaleshark/\\w+\"(?:,\\s+\"version\")?: \")[0-9][^\"]*");

  private static final List<String> NPM_FILES =
      List.of("web/package-lock.json", "web/client/package.json", "web/chat/package.json");

  private final Project project;

  CommittedSources(Project project) {
    this.project = project;
  }

  /// @throws LauncherException if there is something that is not committed
  void requireAll() throws IOException, InterruptedException {
    String changed = git("status", "--porcelain");
    if (!changed.isBlank()) {
      throw failed(
          "not committed: "
              + changed.lines().map(line -> line.substring(3)).findFirst().orElseThrow()
              + " (commit or stash all changes: a release is built of what is committed)");
    }
  }

  /// When they were committed.
  Instant time() throws IOException, InterruptedException {
    return Instant.ofEpochSecond(Long.parseLong(git("log", "-1", "--format=%ct").strip()));
  }

  /// Copies them into a folder, as a project that has a version of its own.
  Project copy(Path folder, Version version) throws IOException, InterruptedException {
    Path archive = folder.resolve("sources.tar");
    git("archive", "--output=" + archive, "HEAD");
    project.require(
        project.program(List.of("tar", "-xf", archive.toString(), "-C", folder.toString())),
        Optional.empty(),
        "the sources were not copied");
    Files.delete(archive);
    setVersion(folder, version);
    return new Project(folder, project.said());
  }

  private static void setVersion(Path folder, Version version) throws IOException {
    Matcher own = POM_VERSION.matcher(Files.readString(folder.resolve("pom.xml")));
    if (!own.find()) {
      throw failed("pom.xml has no version (expected: the version of the project first)");
    }
    try (Stream<Path> poms = Files.find(folder, 2, (path, _) -> path.endsWith("pom.xml"))) {
      for (Path pom : poms.toList()) {
        String text = Files.readString(pom);
        Files.writeString(
            pom, text.replace(own.group(), "<version>" + version.text() + "</version>"));
      }
    }
    for (String name : NPM_FILES) {
      Path file = folder.resolve(name);
      Matcher numbered = NPM_VERSION.matcher(Files.readString(file));
      Files.writeString(file, numbered.replaceAll("$1" + Matcher.quoteReplacement(version.text())));
    }
  }

  private String git(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-C", project.root().toString()));
    command.addAll(List.of(arguments));
    Process git = project.program(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (git.waitFor() != 0) {
      throw failed("git " + arguments[0] + " failed (a release needs the git repository)");
    }
    return said;
  }
}
