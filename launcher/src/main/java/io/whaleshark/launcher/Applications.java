package io.whaleshark.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Builds the applications: server, client and benchmarks, with the class archives that halve their
/// start time.
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
              "client,server,local-cluster,bench,bench-micro,testkit,launcher",
              "-am"),
          "the build");
      rehearse();
      Files.move(begun, project.target(BUILT), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// Runs the built applications once, so that Java writes the class archives. The archives are
  /// written only here: a server that wrote its archive on exit would exit late, and would corrupt
  /// the archive when killed.
  void rehearse() throws IOException, InterruptedException {
    TemporaryFolder temporary = TemporaryFolder.make(project.target("rehearsal"));
    Path folder = temporary.path();
    ProcessBuilder help = application("client", "io.whaleshark.client.Main", "chat", "--help");
    Project.run(
        help.redirectErrorStream(true).redirectOutput(folder.resolve("client.log").toFile()));
    ProcessBuilder serve = application("server", "io.whaleshark.server.Main", "serve");
    serve
        .environment()
        .putAll(
            Map.of(
                "WHALESHARK_DATA", folder.resolve("data").toString(),
                "WHALESHARK_HOST", "127.0.0.1",
                "WHALESHARK_TCP_PORT", "0",
                "WHALESHARK_WS_PORT", "0",
                "WHALESHARK_HTTP_PORT", "0"));
    Process server = serve.redirectErrorStream(true).start();
    try (BufferedReader lines = server.inputReader()) {
      String line = lines.readLine();
      while (line != null && !line.contains("ready")) {
        line = lines.readLine();
      }
      server.toHandle().destroy(); // Process.destroy would close the output
      lines.lines().forEach(_ -> {}); // drain the output, or the server would block
    }
    server.waitFor();
    temporary.delete();
  }

  private ProcessBuilder application(String module, String main, String... arguments)
      throws IOException {
    Path app = project.root().resolve(module).resolve("target/app");
    Path archive = app.resolve("classes.jsa");
    Files.deleteIfExists(archive);
    List<String> command =
        new ArrayList<>(
            List.of(
                Project.java(),
                "@" + project.root().resolve("launcher/jvm.options"),
                "-XX:ArchiveClassesAtExit=" + archive,
                "-cp",
                app.resolve("lib") + "/*",
                main));
    command.addAll(List.of(arguments));
    ProcessBuilder application = project.program(command);
    // The settings of the user who builds must not affect the rehearsal.
    application
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("WHALESHARK_") && !name.equals("WHALESHARK_LIBRARIES"));
    return application;
  }
}
