package io.whaleshark.server;

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
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Runs the server.
@Command(
    name = "serve",
    description = "Runs the server until it is told to end (Ctrl-C or SIGTERM).",
    footer = {
      "",
      "Every setting can come from the file or the environment: tcp-port is WHALESHARK_TCP_PORT.",
      "All settings are described in docs/config.md."
    })
final class ServeCommand implements Callable<Integer> {

  @Option(names = "--config", paramLabel = "FILE", description = "Settings in YAML.")
  private @Nullable Path config;

  @Option(names = "--print-config", description = "Print the settings that hold, and end.")
  private boolean printConfig;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Clock clock;

  ServeCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    ServerConfig settings = ServerConfig.read(config, System.getenv());
    if (printConfig) {
      settings.effective().forEach((key, value) -> out.println(key + ": " + value));
      return 0;
    }
    serve(settings, out);
    return 0;
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
    out.printf(
        Locale.ROOT, "Whale Shark is ready after %.1f s. Data: %s%n", seconds, config.data());
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
