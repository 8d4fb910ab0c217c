package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Address;
import io.whaleshark.bench.report.Result;
import io.whaleshark.bench.subject.RunningSubject;
import io.whaleshark.bench.whale.WhaleDialect;
import io.whaleshark.server.Server;
import io.whaleshark.server.config.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// A real server in this process behind a proxy that may spoil its answers, and short scenarios.
final class ServerHere implements AutoCloseable {
  private static final Duration WARM_UP = Duration.ofMillis(100);

  /// Longer than a disk or a busy machine stands still: something has to happen meanwhile.
  private static final Duration MEASURE = Duration.ofSeconds(1);

  /// What is sound is waited for no longer than it takes, so there may be much of it.
  private static final Duration DRAIN_SOUND = Duration.ofSeconds(30);

  /// What is spoilt never comes, and all of this passes; all else has to come within it.
  private static final Duration DRAIN_SPOILT = Duration.ofSeconds(3);

  private final Server server;
  private @Nullable SpoilingProxy proxy; // none as long as nothing is spoilt
  private Map<String, List<Long>> pids = Map.of(); // by default nothing is told of the cost

  ServerHere(Path data) throws IOException {
    this(data, Optional.empty());
  }

  /// One with more settings.
  ///
  /// @param config the file that has them
  ServerHere(Path data, Optional<Path> config) throws IOException {
    server =
        new Server(
            ServerConfig.read(
                config.orElse(null),
                Map.of(
                    "WHALESHARK_DATA", data.toString(),
                    "WHALESHARK_TCP_PORT", "0",
                    "WHALESHARK_WS_PORT", "0",
                    "WHALESHARK_HTTP_PORT", "0")),
            Clock.systemUTC());
  }

  /// From now on scenarios tell what this process costs, under each of these names.
  void callItself(String... names) {
    List<Long> here = List.of(ProcessHandle.current().pid());
    pids = Stream.of(names).collect(Collectors.toMap(name -> name, _ -> here));
  }

  /// From now on scenarios talk through a proxy that does this to every answer.
  void spoil(SpoilingProxy.Spoiler how) {
    try {
      proxy = new SpoilingProxy(direct(), how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Address direct() {
    return new Address("127.0.0.1", server.tcpPort());
  }

  /// The proxy, or the server itself where there is none.
  private Address front() {
    return proxy == null ? direct() : proxy.address();
  }

  /// Where it speaks WebSocket, with no proxy before it.
  String webSocket() {
    return "127.0.0.1:" + server.webSocketPort();
  }

  /// Where it speaks HTTP, with no proxy before it.
  Address http() {
    return new Address("127.0.0.1", server.httpPort());
  }

  /// Runs a scenario for a moment.
  ///
  /// @param options of the scenario itself
  Result run(ScenarioCommand scenario, String... options) throws InterruptedException {
    return run(scenario, List.of(front()), options);
  }

  /// The same, where every second device connects to the server itself, the others to the proxy.
  Result runInTurn(ScenarioCommand scenario, String... options) throws InterruptedException {
    return run(scenario, List.of(direct(), front()), options);
  }

  private Result run(ScenarioCommand scenario, List<Address> nodes, String... options)
      throws InterruptedException {
    new CommandLine(scenario).parseArgs(options);
    var subject = new RunningSubject(nodes, http(), pids);
    return scenario.measure(
        new Bench(
            subject,
            new WhaleDialect(10_001, subject.http()),
            (_, _, _) -> {},
            Bench.newRun(),
            1,
            40,
            WARM_UP,
            MEASURE,
            proxy == null ? DRAIN_SOUND : DRAIN_SPOILT));
  }

  @Override
  public void close() throws IOException {
    if (proxy != null) {
      proxy.close();
    }
    server.close();
  }
}
