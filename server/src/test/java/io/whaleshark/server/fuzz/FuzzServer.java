package io.whaleshark.server.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import io.whaleshark.server.Server;
import io.whaleshark.server.config.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// The real server that the targets with sockets talk to: one for the whole process, which lasts as
/// long as that. Whatever it logs as an error is a finding.
final class FuzzServer {

  static final int BODY_BYTES = 4_096;

  private static final AtomicReference<String> BUG = new AtomicReference<>();
  private static final Server SERVER = start();

  private FuzzServer() {}

  private static Server start() {
    try {
      Path folder = Files.createTempDirectory("whaleshark-fuzz");
      Map<String, String> settings =
          Map.of(
              "WHALESHARK_DATA", folder.toString(),
              "WHALESHARK_TCP_PORT", "0",
              "WHALESHARK_WS_PORT", "0",
              "WHALESHARK_HTTP_PORT", "0",
              "WHALESHARK_ENGINE_CACHE_MIB", "8",
              "WHALESHARK_BODY_BYTES", Integer.toString(BODY_BYTES));
      Server server = new Server(ServerConfig.read(null, settings), Clock.systemUTC());
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().name("end").unstarted(() -> end(server, folder)));
      watchLog();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(Server server, Path folder) {
    server.close();
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void watchLog() {
    Logger logger = (Logger) org.slf4j.LoggerFactory.getLogger("whaleshark");
    AppenderBase<ILoggingEvent> watch =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
              BUG.compareAndSet(null, event.getFormattedMessage() + cause(event));
            }
          }
        };
    watch.setContext(logger.getLoggerContext());
    watch.start();
    logger.addAppender(watch);
  }

  private static String cause(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    return thrown == null ? "" : ": " + thrown.getClassName() + " " + thrown.getMessage();
  }

  static int tcpPort() {
    return SERVER.tcpPort();
  }

  static int webSocketPort() {
    return SERVER.webSocketPort();
  }

  static int httpPort() {
    return SERVER.httpPort();
  }

  /// Throws if the server has found a bug in itself since the last time.
  static void check() {
    String bug = BUG.getAndSet(null);
    if (bug != null) {
      throw new AssertionError(bug);
    }
  }
}
