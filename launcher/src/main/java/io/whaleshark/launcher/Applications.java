package io.whaleshark.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;

/// Builds the applications: server, client, benchmarks and what reads other systems.
final class Applications {

  /// A marker file that is as old as the built sources.
  private static final String BUILT = "built";

  private static final String FIRST_TIME =
      "Building Whale Shark: three to five minutes the first time, plus downloads ...";

  private final Project project;
  private final Maven maven;

  Applications(Project project) {
    this.project = project;
    this.maven = new Maven(project);
  }

  /// Builds the applications, unless another process did so while this one waited for the lock.
  void build() throws IOException, InterruptedException {
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
      maven.runQuietly(
          List.of(
              "-Dmaven.test.skip=true",
              "package",
              "-pl",
              "client,java-sdk,server,local-cluster,bench,bench-micro,archives,testkit,launcher",
              "-am"),
          "the build");
      new Rehearsal(project).run();
      Files.move(begun, project.target(BUILT), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
