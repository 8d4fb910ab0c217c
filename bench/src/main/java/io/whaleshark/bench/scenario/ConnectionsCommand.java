package io.whaleshark.bench.scenario;

import com.sun.management.UnixOperatingSystemMXBean;
import io.whaleshark.bench.load.Address;
import io.whaleshark.bench.load.BenchException;
import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.report.Result;
import io.whaleshark.bench.whale.WhaleVoice;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures the cost of idle connections.
@Command(
    name = "connections",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Connects users who then do nothing, and measures the memory that each connection costs.",
      "They connect in several steps; after each step it measures the memory of the server. At the"
          + " end it checks that every connection is still answered, and that a message reaches a"
          + " sample of them. The run ends when this is done: --seconds and --warmup have no"
          + " effect."
    },
    footer = {
      "",
      "Bytes per connection are the slope over all steps, by least squares. A server that is"
          + " started here also collects garbage while it is idle. Without that, its memory would"
          + " be that of its last logins."
    })
final class ConnectionsCommand extends ScenarioCommand {
  private static final String JAVA_OPTS = "WHALESHARK_JAVA_OPTS";
  private static final String COLLECT_WHEN_IDLE = " -XX:+UseG1GC -XX:G1PeriodicGCInterval=1000";

  /// Reserved for the other files and threads of either side.
  private static final int OTHER_FILES = 500;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final int LOOKS_AT_LEAST = 3;
  private static final int LOOKS_AT_MOST = 30;

  /// A calm server uses less than this share of a core.
  private static final double CALM = 0.1;

  private static final double KIB = 1024;
  private static final double MIB = KIB * 1024;
  private static final double NANOS_PER_SECOND = 1e9;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description =
          "Number of connections at the end, each of another user (default ${DEFAULT-VALUE}).")
  private int connections = 10_000;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Number of steps in which they connect (default ${DEFAULT-VALUE}).")
  private int steps = 5;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description =
          "Number of connections that get a message at the end (default ${DEFAULT-VALUE}).")
  private int sample = 100;

  @Option(
      names = "--websocket",
      paramLabel = "HOST:PORT",
      arity = "0..1",
      fallbackValue = "",
      description =
          "Connect by WebSocket, to this port of a running server, or to the server that is started"
              + " here (default: by TCP).")
  private @Nullable String webSocket;

  @Override
  protected List<String> unused() {
    return List.of("--seconds", "--warmup");
  }

  @Override
  protected void check() {
    require("--connections", connections, 1, 1_000_000);
    require("--steps", steps, 1, Math.min(100, connections));
    require("--sample", sample, 1, connections);
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of(
        JAVA_OPTS, Objects.requireNonNullElse(System.getenv(JAVA_OPTS), "") + COLLECT_WHEN_IDLE);
  }

  @Override
  protected Result measure(Bench bench) throws InterruptedException {
    requireFiles();
    var streams = new Streams(bench, new Spread(1, sample, 1), "from", "sampled").heard();
    try (Load load = bench.load()) {
      Spreader spreader = Spreader.all(load, streams, sample).getFirst();
      load.connect(bench.addresses(), Bench.CONNECT_WITHIN);
      bench.makeUsers("idle", connections);
      ResultBuilder builder =
          ResultBuilder.of("connections", bench, load)
              .plan("steps", steps)
              .plan("sample", sample)
              .plan(webSocket == null ? "by TCP" : "by WebSocket", connections);
      List<Idle> idles = connect(load, bench, streams, builder);
      Spreader.goal(load, List.of(spreader), 1);
      askAll(load, bench, idles);
      return builder
          .latency("login to its answer", Idle.LOGGED_IN)
          .verified(connections)
          .check("connections lost", idles.stream().filter(idle -> !idle.isAlive()).count())
          .streams(streams.checkers())
          .result();
    }
  }

  /// Each side needs a file descriptor per connection; the limit of this process is usually the
  /// server's limit too.
  private void requireFiles() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      long most = system.getMaxFileDescriptorCount() - OTHER_FILES;
      if (connections > most) {
        throw new BenchException(
            String.format(
                Locale.ROOT,
                "--connections: %d (expected: 1..%d, since this process may open %d files: ulimit"
                    + " -n)",
                connections,
                most,
                most + OTHER_FILES),
            null);
      }
    }
  }

  private List<Idle> connect(Load load, Bench bench, Streams streams, ResultBuilder builder)
      throws InterruptedException {
    var idles = new ArrayList<Idle>();
    var points = new ArrayList<Point>();
    Address address = address(bench);
    double seconds = 0;
    for (int step = 0; step <= steps; step++) {
      int many = (int) ((long) connections * step / steps);
      while (idles.size() < many) {
        idles.add(idle(load, bench, streams, idles.size()));
      }
      seconds += load.connectAndFinish(List.of(address), bench.drain(), Idle.LOGGED_IN).seconds();
      calm(load, bench);
      long bytes = bench.subject().residentBytes();
      points.add(new Point(many, bytes));
      builder.figure(String.format(Locale.ROOT, "resident at %,d", many), bytes / MIB, "MiB");
    }
    // Before the first login the server has not loaded the classes for logins.
    List<Point> line = steps > 1 ? points.subList(1, points.size()) : points;
    builder.figure("resident, per connection", Point.slope(line) / KIB, "KiB");
    builder.figure(Idle.LOGGED_IN, connections / seconds, "/s");
    return idles;
  }

  private Address address(Bench bench) {
    if (webSocket == null) {
      return bench.address();
    }
    return webSocket.isEmpty() ? bench.subject().webSocket() : address("--websocket", webSocket);
  }

  /// Creates an idle device. The first ones are the sample, and run on their sender's loop.
  private Idle idle(Load load, Bench bench, Streams streams, int i) throws InterruptedException {
    return i < sample
        ? load.make(0, loop -> idle(loop, bench, streams.receiver(i)).expects(streams, i))
        : load.make(i, loop -> idle(loop, bench, bench.name("idle", i)));
  }

  private Idle idle(Loop loop, Bench bench, String user) {
    WhaleVoice voice = bench.whale().voice(user);
    return loop.add(webSocket == null ? Idle.tcp(loop, voice) : Idle.webSocket(loop, voice));
  }

  /// Waits until the server is nearly idle.
  private static void calm(Load load, Bench bench) throws InterruptedException {
    double before = cpuSeconds(bench);
    for (int look = 0; look < LOOKS_AT_MOST; look++) {
      load.rest(LOOK_EVERY);
      double now = cpuSeconds(bench);
      double busy = (now - before) / LOOK_EVERY.toSeconds();
      if (look >= LOOKS_AT_LEAST && busy < CALM) {
        return;
      }
      before = now;
    }
  }

  private static double cpuSeconds(Bench bench) {
    return bench.subject().cpu().values().stream().mapToLong(Duration::toNanos).sum()
        / NANOS_PER_SECOND;
  }

  private static void askAll(Load load, Bench bench, List<Idle> idles) throws InterruptedException {
    load.each(loop -> {
      idles.stream().filter(idle -> idle.isOn(loop)).forEach(Idle::ask);
      return loop;
    });
    load.finish(bench.drain(), Idle.ANSWERED);
  }

  /// A number of connections, and the server's memory at that number.
  record Point(long connections, long bytes) {

    /// Bytes per connection, by least squares.
    static double slope(List<Point> points) {
      double meanX = points.stream().mapToLong(Point::connections).average().orElse(0);
      double meanY = points.stream().mapToLong(Point::bytes).average().orElse(0);
      double xy = 0;
      double xx = 0;
      for (Point point : points) {
        xy += (point.connections - meanX) * (point.bytes - meanY);
        xx += (point.connections - meanX) * (point.connections - meanX);
      }
      return xy / xx;
    }
  }
}
