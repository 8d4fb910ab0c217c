package io.whaleshark.server;

import io.whaleshark.server.config.ConfigException;
import io.whaleshark.server.config.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/// Runs the server.
@Command(
    name = "serve",
    description = "Runs the server until Ctrl-C or SIGTERM.",
    footer = {
      "",
      "Every setting is an option, an environment variable and a key of the file; the first of"
          + " these",
      "that is there wins: --tcp-port, WHALESHARK_TCP_PORT, tcp-port. Settings of one app are"
          + " options",
      "too (--apps.10001.retention=90d), secrets are not. docs/config.md describes them all."
    })
final class ServeCommand implements Callable<Integer> {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings in YAML (or WHALESHARK_CONFIG).")
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
    ServerConfig settings = settings();
    if (printConfig) {
      settings.effective().forEach((key, value) -> out.println(key + ": " + value));
      return 0;
    }
    serve(settings, out);
    return 0;
  }

  /// Reads the settings. A wrong value given as an option counts as wrong usage.
  private ServerConfig settings() {
    SortedMap<String, String> options =
        SettingOptions.given(spec.commandLine().getParseResult(), settingsOfApps);
    try {
      return ServerConfig.read(options, config, System.getenv());
    } catch (ConfigException e) {
      String message = String.valueOf(e.getMessage());
      String wrong = message.replaceFirst(":.*", ""); // a key, or a prefix of keys
      if (options.keySet().stream().anyMatch(key -> (key + ".").startsWith(wrong + "."))) {
        throw new ParameterException(spec.commandLine(), "--" + message, e);
      }
      throw e;
    }
  }

  private void serve(ServerConfig config, PrintWriter out)
      throws IOException, InterruptedException {
    Instant started = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    Server server = new Server(config, clock);
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
