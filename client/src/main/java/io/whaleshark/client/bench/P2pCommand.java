package io.whaleshark.client.bench;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Messages between pairs of users.
@Command(
    name = "p2p",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sends messages between pairs of users, as fast as the server acknowledges them.",
      "Checks that every acknowledged message reaches its receiver exactly once and in order."
    },
    footer = {
      "",
      "A closed loop: each sender keeps the same number of messages under way, so latency",
      "includes waiting behind them. For the latency of a calm server use --pairs 1 --in-flight 1.",
      "Needs a server with open login, and makes new users for each run.",
      "",
      "Exit codes: 0 all as promised, 1 something was lost, doubled, out of order or refused, or",
      "the server can't be reached, 2 wrong usage."
    })
final class P2pCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final Duration DRAIN = Duration.ofSeconds(10);

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "Senders, each with a receiver of its own (default ${DEFAULT-VALUE}).")
  private int pairs = 100;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description = "Unacknowledged messages of each sender (default ${DEFAULT-VALUE}).")
  private int inFlight = 20;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long to measure (default ${DEFAULT-VALUE}).")
  private int seconds = 10;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description = "Seconds before that, which don't count (default ${DEFAULT-VALUE}).")
  private int warmUp = 5;

  @Option(
      names = "--body-bytes",
      paramLabel = "N",
      description = "Length of each message's text (default ${DEFAULT-VALUE}).")
  private int bodyBytes = 100;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of this generator (default ${DEFAULT-VALUE}).")
  private int threads = 1;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The server (default ${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Its TCP port (default ${DEFAULT-VALUE}).")
  private int port = 19_001;

  @Option(
      names = "--app",
      paramLabel = "ID",
      description = "The app whose users are made (default ${DEFAULT-VALUE}).")
  private int app = 10_001;

  @Option(names = "--json", description = "Print one line of JSON in place of the table.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (spec == null) {
      throw new IllegalStateException("not called by picocli");
    }
    P2pPlan plan = plan(spec);
    PrintWriter out = spec.commandLine().getOut();
    try {
      P2pResult result =
          P2pBench.run(plan, json ? new P2pReport.Quiet() : new P2pReport.Table(plan, out));
      if (json) {
        out.println(P2pReport.json(result));
        out.flush();
      } else {
        P2pReport.print(result, out);
      }
      return result.isGood() ? 0 : FAILED;
    } catch (BenchException e) {
      spec.commandLine().getErr().println("whaleshark: " + e.getMessage() + hint(e));
      return FAILED;
    }
  }

  private P2pPlan plan(CommandSpec of) {
    try {
      return new P2pPlan(
          host,
          port,
          app,
          pairs,
          inFlight,
          bodyBytes,
          threads,
          Duration.ofSeconds(warmUp),
          Duration.ofSeconds(seconds),
          DRAIN);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(of.commandLine(), "--" + e.getMessage(), e);
    }
  }

  private static String hint(BenchException e) {
    return String.valueOf(e.getMessage()).startsWith("cannot reach")
        ? ". Is the server running? Start it with ./whaleshark serve"
        : "";
  }
}
