package io.whaleshark.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/// Builds the applications: server, client, benchmarks and what reads other systems.
final class Applications {

  /// A marker file that is as old as the built sources.
  private static final String BUILT = "built";

  private static final String FIRST_TIME =
      "Building Whale Shark: three to five minutes the first time, plus downloads ...";

  private static final String MODULES =
      "client,java-sdk,server,local-cluster,bench,bench-micro,archives,testkit,launcher";

  /// Those that are packages for the programs of others; Maven's profile `publish` says of each
  /// what Maven Central asks for.
  static final List<String> PUBLISHED = List.of("java-sdk", "backend", "spring-boot-starter");

  private final Project project;
  private final Maven maven;

  Applications(Project project) {
    this.project = project;
    this.maven = new Maven(project);
  }

  /// Builds the applications, unless another process did so while this one waited for the lock.
  void build() throws IOException, InterruptedException {
    build(List.of("package", "-pl", MODULES, "-am"));
  }

  /// Builds the applications, and with them the packages for the programs of others.
  ///
  /// @param repository the folder to put these into, as a repository of Maven
  void publish(Path repository) throws IOException, InterruptedException {
    build(
        List.of(
            "-Ppublish",
            "-DaltDeploymentRepository=release::" + repository.toUri(),
            "deploy",
            "-pl",
            MODULES + "," + String.join(",", PUBLISHED),
            "-am"));
  }

  private void build(List<String> goals) throws IOException, InterruptedException {
    FileTime before = project.stamped(BUILT);
    try (BuildLock _ = BuildLock.take(project)) {
      if (!project.stamped(BUILT).equals(before)) {
        return;
      }
      boolean first = before.toMillis() == 0;
      project.said().println(first ? FIRST_TIME : "Building Whale Shark ...");
      // Later changes of the sources are not in this build.
      Path begun = project.target("building");
      Files.writeString(begun, "");
      List<String> arguments = new ArrayList<>(List.of("-Dmaven.test.skip=true"));
      arguments.addAll(goals);
      maven.runQuietly(arguments, "the build");
      new Rehearsal(project).run();
      Files.move(begun, project.target(BUILT), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
