package io.whaleshark.bench.subject;

import io.whaleshark.bench.load.Address;
import io.whaleshark.bench.load.BenchException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A server of this checkout on free ports, with its own data folder, which is deleted on close.
/// Its settings are the defaults and the environment's.
public final class StartedSubject implements Subject {
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(30);
  private static final Pattern TCP = Pattern.compile(" +TCP +(\\S+:\\d+)");
  private static final Pattern WEB_SOCKET = Pattern.compile(" +WebSocket +ws://(\\S+:\\d+)/ws");
  private static final Pattern HTTP = Pattern.compile(" +HTTP +http://(\\S+:\\d+)");
  private static final String LAST_LINE = "  Login";

  private final Process process;
  private final Processes processes;
  private final Path folder;
  private final Address tcp;
  private final Address webSocket;
  private final Address http;

  /// Starts a server and waits until it is ready.
  ///
  /// @param launcher the file that `serve` is said to
  /// @param settings more of the environment
  /// @throws BenchException if it does not start
  public StartedSubject(Path launcher, Map<String, String> settings) {
    try {
      folder = Files.createTempDirectory("whaleshark-bench");
      var builder =
          new ProcessBuilder(launcher.toString(), "serve")
              .redirectError(folder.resolve("server.log").toFile());
      builder
          .environment()
          .putAll(
              Map.of(
                  "WHALESHARK_DATA", folder.resolve("data").toString(),
                  "WHALESHARK_HOST", "127.0.0.1",
                  "WHALESHARK_TCP_PORT", "0",
                  "WHALESHARK_WS_PORT", "0",
                  "WHALESHARK_HTTP_PORT", "0",
                  "WHALESHARK_WEB", ""));
      builder.environment().putAll(settings);
      process = builder.start();
      processes = Processes.of(process.toHandle());
      String said = awaitReady();
      tcp = address(TCP, said);
      webSocket = address(WEB_SOCKET, said);
      http = address(HTTP, said);
    } catch (IOException e) {
      throw new BenchException("cannot start a server: " + e.getMessage(), e);
    }
  }

  // Later output goes into the pipe, which is large enough for it.
  private String awaitReady() throws IOException {
    var said = new StringBuilder();
    BufferedReader reader = process.inputReader();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      said.append(line).append('\n');
      if (line.startsWith(LAST_LINE)) {
        return said.toString();
      }
    }
    throw new BenchException(
        "the server did not start: " + Files.readString(folder.resolve("server.log")), null);
  }

  private static Address address(Pattern pattern, String said) {
    Matcher matcher = pattern.matcher(said);
    if (!matcher.find()) {
      throw new BenchException("the server does not say where it listens: " + said, null);
    }
    return Address.parse(matcher.group(1));
  }

  /// The data folder.
  public Path data() {
    return folder.resolve("data");
  }

  @Override
  public Address tcp() {
    return tcp;
  }

  @Override
  public Address webSocket() {
    return webSocket;
  }

  @Override
  public Address http() {
    return http;
  }

  @Override
  public Processes processes() {
    return processes;
  }

  @Override
  public String name() {
    return "started on a temporary folder";
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(ENDED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    delete();
  }

  private void delete() {
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
