package io.whaleshark.server;

import io.whaleshark.server.config.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/// Runs the server.
@Command(
    name = "serve",
    abbreviateSynopsis = true,
    description = "Runs the server until Ctrl-C or SIGTERM.",
    footer = {
      "",
      "Every setting is an option, an environment variable and a key of the file. The first of"
          + " these that is set wins: --tcp-port, WHALESHARK_TCP_PORT, tcp-port. Settings of one"
          + " app are options, too: --apps.10001.retention=90d. Secrets have no option."
          + " docs/config.md describes all settings.",
      "",
      "TIME is a whole number and a unit, ms, s, m, h or d: 500ms, 90s, 10m, 12h, 180d. FLAG is"
          + " true or false. Settings that begin with cluster, node, postgres or redis need"
          + " --engine=cluster."
    })
final class ServeCommand implements Callable<Integer> {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings in YAML (or WHALESHARK_CONFIG; default none).")
  private @Nullable Path config;

  @Option(names = "--print-config", description = "Print the effective settings and exit.")
  private boolean printConfig;

  @Unmatched private List<String> settingsOfApps = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Clock clock;

  ServeCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    ServerConfig.unknownVariables(System.getenv())
        .forEach(each -> spec.commandLine().getErr().println("whaleshark: " + each));
    Optional<SettingsFile> file =
        ServerConfig.file(config, System.getenv())
            .filter(Files::isRegularFile) // what a pipe holds is read once
            .map(path -> new SettingsFile(path, this::read));
    ServerConfig settings = read();
    if (printConfig) {
      settings.effective().forEach((key, value) -> out.println(key + ": " + value));
      return 0;
    }
    serve(settings, file, out);
    return 0;
  }

  private ServerConfig read() {
    return ServerConfig.read(
        SettingOptions.given(spec.commandLine().getParseResult(), settingsOfApps),
        config,
        System.getenv());
  }

  private void serve(ServerConfig config, Optional<SettingsFile> file, PrintWriter out)
      throws IOException, InterruptedException {
    Instant started = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    Server server = new Server(config, clock);
    file.ifPresent(settings -> server.watch(settings, config.settingsReload()));
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(() -> {
                  server.close();
                  ended.countDown();
                }));
    double seconds = Duration.between(started, clock.instant()).toMillis() / 1000.0;
    out.printf(Locale.ROOT, "Whale Shark is ready after %.1f s. %s%n", seconds, server.place());
    String secure = server.isEncrypted() ? "s" : "";
    out.printf(
        "  TCP        %s:%d%s%n",
        config.host(), server.tcpPort(), server.isEncrypted() ? " (TLS)" : "");
    out.printf("  WebSocket  ws%s://%s:%d/ws%n", secure, config.host(), server.webSocketPort());
    out.printf("  HTTP       http%s://%s:%d%n", secure, config.host(), server.httpPort());
    out.println(
        config.web().isPresent()
            ? "  Web chat   http" + secure + "://" + config.host() + ":" + server.httpPort() + "/"
            : "  Web chat   none: it needs Node.js when it is built");
    out.println(
        config.openLogin()
            ? "  Login      open: anyone on this machine can log in as anyone"
            : "  Login      with tokens only");
    out.flush();
    ended.await();
  }
}
