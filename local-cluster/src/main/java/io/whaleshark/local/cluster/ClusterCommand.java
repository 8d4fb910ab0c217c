package io.whaleshark.local.cluster;

import io.whaleshark.cli.FileReason;
import io.whaleshark.cli.Usage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
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

/// Runs a cluster on this machine.
@Command(
    name = "whaleshark cluster",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs a cluster on this machine, with its own PostgreSQL and Redis, until Ctrl-C or SIGTERM.",
      "The next run on the same folder has all data."
    },
    footer = {
      "",
      "Node i listens at PORT+10i+1 (TCP), +2 (WebSocket) and +3 (HTTP, and the web chat). A node"
          + " that you kill is not started again; the others continue. Settings of servers in the"
          + " environment, such as WHALESHARK_APP_DEFAULTS_RETENTION, apply to every node.",
      "",
      "Exit codes: 0 done, 1 it could not start, or something was lost, 2 wrong usage, 130 or 143"
          + " ended by a signal."
    })
final class ClusterCommand implements Callable<Integer> {

  private static final int LOST = 1;
  private static final int ROUNDS = 5;
  private static final int ROUNDS_AT_MOST = 100_000;
  private static final int NODES_AT_MOST = 20;
  private static final int PORT_AT_LEAST = 1_024;
  private static final int PORT_AT_MOST = 65_535;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "Number of nodes (default ${DEFAULT-VALUE}).")
  private int nodes = 3;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Folder for the data of all servers (default ${DEFAULT-VALUE}).")
  private Path data = Path.of("cluster-data");

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port from which all others are counted (default ${DEFAULT-VALUE}).")
  private int port = 20_000;

  @Option(
      names = "--replicas",
      description =
          "PostgreSQL gets a standby, and every commit also waits for the standby's disk. Redis is"
              + " a Redis Cluster of three primaries and three replicas.")
  private boolean replicas;

  @Option(
      names = "--kill",
      description =
          "Send messages through the nodes while parts of the cluster are killed and paused, report"
              + " what was lost, and exit.")
  private boolean kill;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Number of rounds with --kill (default " + ROUNDS + ").")
  private @Nullable Integer rounds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of what --kill does at random (default: a new one, which is printed).")
  private @Nullable Long seed;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Clock clock;

  ClusterCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    Usage.require(spec, "--nodes", nodes, 1, NODES_AT_MOST);
    PortPlan ports = new PortPlan(port);
    Usage.require(spec, "--port", port, PORT_AT_LEAST, PORT_AT_MOST - (ports.http(nodes) - port));
    if (rounds != null) {
      Usage.require(spec, "--rounds", rounds, 1, ROUNDS_AT_MOST);
    }
    if (!kill && (rounds != null || seed != null)) {
      throw Usage.wrong(spec, "--rounds, --seed: set without --kill (expected: only with --kill)");
    }
    String launcher = System.getenv("WHALESHARK_LAUNCHER");
    if (launcher == null) {
      throw new ClusterException(
          "WHALESHARK_LAUNCHER: not set (expected: a start by ./whaleshark cluster)");
    }
    Path folder = made(data.toAbsolutePath().normalize());
    PrintWriter out = spec.commandLine().getOut();
    out.println("Starting a cluster in " + folder + " ...");
    out.flush();
    return run(new LocalCluster.Plan(Path.of(launcher), folder, ports, nodes, replicas), out);
  }

  /// Makes the folder, if it is not there: what cannot be made is told with its option.
  static Path made(Path folder) {
    String why = "permission denied";
    try {
      Files.createDirectories(folder);
      if (Files.isWritable(folder)) {
        return folder;
      }
    } catch (IOException e) {
      why = FileReason.of(e);
    }
    throw new ClusterException(
        "--data: " + folder + ": " + why + " (expected: a folder in which this user may write)");
  }

  private int run(LocalCluster.Plan plan, PrintWriter out) throws InterruptedException {
    Instant started = clock.instant();
    LocalCluster cluster = LocalCluster.start(plan);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(() -> {
                  cluster.close();
                  ended.countDown();
                }));
    cluster.lines().forEach(out::println);
    double seconds = Duration.between(started, clock.instant()).toMillis() / 1000.0;
    out.printf(Locale.ROOT, "The cluster is ready after %.1f s. Ctrl-C ends it.%n", seconds);
    out.flush();
    if (kill) {
      return kill(cluster, out);
    }
    for (NodeProcess node : cluster.nodes()) {
      node.ended()
          .thenAccept(exitCode -> {
            if (!cluster.isClosed()) {
              out.println("node " + node.number() + " has ended, exit code " + exitCode);
              out.flush();
            }
          });
    }
    ended.await();
    return 0;
  }

  private int kill(LocalCluster cluster, PrintWriter out) throws InterruptedException {
    long chosen = seed == null ? clock.millis() : seed;
    int count = rounds == null ? ROUNDS : rounds;
    out.println("Seed " + chosen + ", " + count + " rounds.");
    try {
      return new Trial(cluster, chosen, out).run(count) ? 0 : LOST;
    } catch (ClusterException | IllegalStateException e) {
      if (cluster.isClosed()) {
        return LOST; // ended by a signal meanwhile
      }
      throw e;
    }
  }
}
