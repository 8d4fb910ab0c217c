package io.whaleshark.server;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.server.config.ConfigException;
import io.whaleshark.server.config.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The server's command line.
@Command(
    name = "whaleshark serve",
    mixinStandardHelpOptions = true,
    version = "Whale Shark 0.1.0",
    sortOptions = false,
    description = "Runs the server until it is told to end (Ctrl-C or SIGTERM).",
    footer = {
      "",
      "Every setting can come from the file or the environment: tcp-port is WHALESHARK_TCP_PORT.",
      "All settings are described in docs/config.md."
    })
public final class Main implements Callable<Integer> {

  private static final int FAILED = 1;

  @Option(names = "--config", paramLabel = "FILE", description = "Settings in YAML.")
  private @Nullable Path config;

  @Option(names = "--print-config", description = "Print the settings that hold, and end.")
  private boolean printConfig;

  @Spec private @Nullable CommandSpec spec;

  private Main() {}

  /// Runs the command line. Exit codes: 1 could not start, 2 wrong usage, 130 and 143 ended by
  /// Ctrl-C or SIGTERM.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    CommandLine commandLine = spec == null ? new CommandLine(this) : spec.commandLine();
    PrintWriter out = commandLine.getOut();
    try {
      ServerConfig settings = ServerConfig.read(config, System.getenv());
      if (printConfig) {
        settings.effective().forEach((key, value) -> out.println(key + ": " + value));
        out.flush();
        return 0;
      }
      return serve(settings, out);
    } catch (ConfigException | EngineException | IOException e) {
      commandLine.getErr().println("whaleshark: " + e.getMessage());
      return FAILED;
    }
  }

  private static int serve(ServerConfig config, PrintWriter out)
      throws IOException, InterruptedException {
    Instant started = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    Server server = new Server(config, Clock.systemUTC());
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(() -> {
                  server.close();
                  ended.countDown();
                }));
    double seconds = Duration.between(started, Instant.now()).toMillis() / 1000.0;
    out.printf(
        Locale.ROOT, "Whale Shark is ready after %.1f s. Data: %s%n", seconds, config.data());
    out.printf("  TCP        %s:%d%n", config.host(), server.tcpPort());
    out.printf("  WebSocket  ws://%s:%d/ws%n", config.host(), server.webSocketPort());
    out.printf("  HTTP       http://%s:%d%n", config.host(), server.httpPort());
    out.println(
        config.web().isPresent()
            ? "  Web chat   http://" + config.host() + ":" + server.httpPort() + "/"
            : "  Web chat   none: it needs Node.js when it is built");
    out.println(
        config.openLogin()
            ? "  Login      open: anyone on this machine can log in as anyone"
            : "  Login      with tokens only");
    out.flush();
    ended.await();
    return 0;
  }
}
