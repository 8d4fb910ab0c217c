package io.whaleshark.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs the built applications once, so that Java learns how they start and work. What it learns
/// goes to a cache beside each of them (JEP 483, JEP 515): classes that are loaded already, and how
/// often which method ran, so that a server which has just started compiles the right ones first.
///
/// A cache is written here alone. A server that wrote it at its own end would end late, and leave
/// half of one when it is killed.
final class Rehearsal {

  /// In an application's folder. One that does not fit the Java or the jars is ignored by Java.
  private static final String CACHE = "start.aot";

  private static final Pattern TCP = Pattern.compile(" +TCP +(\\S+)");
  private static final Pattern HTTP = Pattern.compile(" +HTTP +http://(\\S+)");

  /// What a new server is measured at (docs/benchmarks.md), a little longer than those
  /// measurements.
  private static final String LOAD = "p2p --rate 4000 --seconds 12 --warmup 0";

  private static final String UNREHEARSED =
      "The server could not rehearse its work, so it will be slower at first;"
          + " ./whaleshark bench p2p shows why.";

  private final Project project;

  Rehearsal(Project project) {
    this.project = project;
  }

  void run() throws IOException, InterruptedException {
    TemporaryFolder temporary = TemporaryFolder.make(project.target("rehearsal"));
    chat(temporary.path());
    serve(temporary.path());
    temporary.delete();
  }

  private void chat(Path folder) throws IOException, InterruptedException {
    ProcessBuilder help =
        application("client", "io.whaleshark.client.Main", List.of("chat", "--help"));
    Project.run(
        help.redirectErrorStream(true).redirectOutput(folder.resolve("client.log").toFile()));
  }

  private void serve(Path folder) throws IOException, InterruptedException {
    ProcessBuilder serve = application("server", "io.whaleshark.server.Main", List.of("serve"));
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
      Optional<String> tcp = awaitAddress(lines, TCP);
      Optional<String> http = awaitAddress(lines, HTTP);
      if (tcp.isEmpty() || http.isEmpty() || !load(folder, tcp.get(), http.get())) {
        project.said().println(UNREHEARSED);
      }
      server.toHandle().destroy(); // Process.destroy would close the output
      lines.lines().forEach(_ -> {}); // drain the output, or the server would block
    } finally {
      server.toHandle().destroy();
      server.waitFor();
    }
  }

  private static Optional<String> awaitAddress(BufferedReader lines, Pattern said)
      throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher matcher = said.matcher(line);
      if (matcher.matches()) {
        return Optional.of(matcher.group(1));
      }
    }
    return Optional.empty();
  }

  private boolean load(Path folder, String tcp, String http)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(java("bench"));
    command.add("io.whaleshark.bench.Main");
    command.addAll(List.of(LOAD.split(" ")));
    command.addAll(List.of("--server", tcp, "--http", http));
    ProcessBuilder bench = project.program(command).redirectErrorStream(true);
    return Project.run(bench.redirectOutput(folder.resolve("load.log").toFile())) == 0;
  }

  private ProcessBuilder application(String module, String main, List<String> arguments)
      throws IOException {
    Path cache = app(module).resolve(CACHE);
    Files.deleteIfExists(cache);
    List<String> command = new ArrayList<>(java(module));
    command.addAll(1, options(module, cache));
    command.add(main);
    command.addAll(arguments);
    ProcessBuilder application = project.program(command);
    // The settings of the user who builds must not affect the rehearsal.
    application
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("WHALESHARK_") && !name.equals("WHALESHARK_LIBRARIES"));
    return application;
  }

  /// As the launcher starts it: a cache fits no other collector.
  private List<String> options(String module, Path cache) {
    List<String> options = new ArrayList<>(List.of("-XX:AOTCacheOutput=" + cache));
    if (module.equals("server")) {
      options.add("@" + project.root().resolve("launcher/server.options"));
      options.add("-XX:+UseSerialGC");
    }
    return options;
  }

  private List<String> java(String module) {
    return List.of(
        Project.java(),
        "@" + project.root().resolve("launcher/jvm.options"),
        "-cp",
        app(module).resolve("lib") + "/*");
  }

  private Path app(String module) {
    return project.root().resolve(module).resolve("target/app");
  }
}
