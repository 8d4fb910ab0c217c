package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Address;
import io.whaleshark.bench.load.BenchException;
import io.whaleshark.bench.load.Dialect;
import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.report.Json;
import io.whaleshark.bench.report.LatencyPlot;
import io.whaleshark.bench.report.Result;
import io.whaleshark.bench.report.ResultTable;
import io.whaleshark.bench.subject.Processes;
import io.whaleshark.bench.subject.RunningSubject;
import io.whaleshark.bench.subject.StartedSubject;
import io.whaleshark.bench.subject.Subject;
import io.whaleshark.bench.whale.WhaleDialect;
import io.whaleshark.bench.xmpp.XmppDialect;
import io.whaleshark.cli.FileReason;
import io.whaleshark.cli.Usage;
import io.whaleshark.cli.WholeNumber;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The common command line of all scenarios. Exit codes: 0 every check passed, 1 a check failed or
/// the server can't be reached, 2 wrong usage.
public abstract class ScenarioCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  static final int APP = 10_001;
  private static final List<String> OF_A_RUNNING_SERVER = List.of("--http", "--pid");
  private static final String WHALESHARK = "whaleshark";
  private static final String XMPP = "xmpp";
  private static final Duration DRAIN = Duration.ofSeconds(20);

  @Option(
      names = {"--server", "--servers"},
      paramLabel = "HOST:PORT",
      split = ",",
      description =
          "TCP address of a running server, or of several nodes of a cluster, to which the devices"
              + " connect in turn: a sender and its receiver to two of them (default: a server is"
              + " started on a temporary folder).")
  private List<String> servers = List.of();

  @Option(
      names = "--dialect",
      paramLabel = "NAME",
      description = "Protocol of the server: whaleshark or xmpp (default ${DEFAULT-VALUE}).")
  private String dialect = WHALESHARK;

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      description =
          "HTTP address of the running server; only with --server (default ${DEFAULT-VALUE}).")
  private String http = "127.0.0.1:18000";

  @Option(
      names = "--pid",
      paramLabel = "[NAME=]N",
      split = ",",
      description =
          "Process ids of the running server, to measure its CPU time and memory, with names if it"
              + " is to be told in parts: node=1,postgres=2; only with --server (default none).")
  private List<String> pids = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Time to measure, in seconds (default ${DEFAULT-VALUE}).")
  private int seconds = 10;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description =
          "Time before that, in seconds, which is not measured (default ${DEFAULT-VALUE}).")
  private int warmUp = 5;

  @Option(
      names = "--body-bytes",
      paramLabel = "N",
      description = "Length of each message's text, in bytes (default ${DEFAULT-VALUE}).")
  private int bodyBytes = 100;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Number of threads of the load generator (default ${DEFAULT-VALUE}).")
  private int threads = 1;

  @Option(names = "--json", description = "Print one line of JSON in place of the table.")
  private boolean json;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description =
          "Also draw the latencies by percentile into this .svg or .png file (default none).")
  private @Nullable Path plot;

  @Spec private @Nullable CommandSpec spec;

  /// Builds its command line, without the common options that it has no use for.
  public final CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(this);
    CommandSpec made = commandLine.getCommandSpec();
    unused().forEach(option -> made.remove(made.findOption(option)));
    return commandLine;
  }

  /// The common options that this scenario has no use for.
  protected List<String> unused() {
    return List.of();
  }

  /// Measures and verifies.
  ///
  /// @throws BenchException if that isn't possible
  protected abstract Result measure(Bench bench) throws InterruptedException;

  /// Settings of a server that is started for this scenario, as environment variables.
  protected Map<String, String> settings() {
    return Map.of();
  }

  @Override
  public final Integer call() throws InterruptedException {
    checkOptions();
    PrintWriter out = spec().commandLine().getOut();
    try (Subject subject = subject();
        var progress = new ProgressLine(spec().commandLine().getErr(), ProgressLine.isTerminal())) {
      Result result = measure(bench(subject, json ? (_, _, _) -> {} : progress));
      progress.end();
      draw(result);
      if (json) {
        out.println(Json.of(result));
        out.flush();
      } else {
        ResultTable.print(result, out);
      }
      return result.isGood() ? 0 : FAILED;
    } catch (BenchException e) {
      spec().commandLine().getErr().println("whaleshark: " + e.getMessage());
      return FAILED;
    }
  }

  private void draw(Result result) {
    if (plot == null) {
      return;
    }
    try {
      LatencyPlot.write(result, plot);
    } catch (IOException e) {
      throw new BenchException(
          "--plot: " + plot + ": " + FileReason.of(e) + " (expected: a file that can be written)",
          e);
    }
  }

  private Bench bench(Subject subject, Load.Progress progress) {
    return new Bench(
        subject,
        dialect(subject),
        progress,
        Bench.newRun(),
        threads,
        bodyBytes,
        Duration.ofSeconds(warmUp),
        Duration.ofSeconds(seconds),
        DRAIN);
  }

  /// The protocol of the server.
  protected Dialect dialect(Subject subject) {
    return dialect.equals(XMPP)
        ? new XmppDialect(subject.tcp())
        : new WhaleDialect(APP, subject.http());
  }

  /// The measured server; closed at the end.
  protected Subject subject() {
    if (isServerNamed()) {
      return new RunningSubject(
          servers.stream().map(server -> address("--server", server)).toList(),
          address("--http", http),
          pids());
    }
    String launcher = System.getenv("WHALESHARK_LAUNCHER");
    if (launcher == null) {
      throw new BenchException(
          "no server to measure (expected: --server HOST:PORT, or a start by ./whaleshark bench)",
          null);
    }
    return new StartedSubject(Path.of(launcher), settings());
  }

  private Map<String, List<Long>> pids() {
    Map<String, List<Long>> named = new TreeMap<>();
    for (String text : pids) {
      int equals = text.indexOf('=');
      String name = equals > 0 ? text.substring(0, equals) : Processes.SERVER;
      String pid = text.substring(equals + 1);
      OptionalLong number = WholeNumber.in(pid, 1, Long.MAX_VALUE);
      if (equals == 0 || number.isEmpty()) {
        String expected = WholeNumber.expected(pid, "N or NAME=N");
        throw Usage.wrong(spec(), "--pid: " + text + " (expected: " + expected + ")");
      }
      named.computeIfAbsent(name, _ -> new ArrayList<>()).add(number.getAsLong());
    }
    return named;
  }

  /// Parses the address of an option.
  ///
  /// @throws ParameterException if it is not an address
  protected final Address address(String option, String text) {
    try {
      return Address.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec().commandLine(), option + ": " + e.getMessage(), e);
    }
  }

  private void checkOptions() {
    if (!isServerNamed()) {
      OF_A_RUNNING_SERVER.forEach(
          option -> refuse(option, "set without --server (expected: only with --server)"));
    }
    require("--seconds", seconds, 1, 3_600);
    require("--warmup", warmUp, 0, 3_600);
    require("--body-bytes", bodyBytes, 1, 60_000);
    require("--threads", threads, 1, 64);
    if (!dialect.equals(WHALESHARK) && !(dialect.equals(XMPP) && isServerNamed())) {
      throw Usage.wrong(
          spec(), "--dialect: " + dialect + " (expected: whaleshark, or xmpp with --server)");
    }
    if (plot != null && !LatencyPlot.isPossible(plot)) {
      throw Usage.wrong(spec(), "--plot: " + plot + " (expected: a file .svg or .png)");
    }
    check();
  }

  /// Refuses an option that would have no effect.
  ///
  /// @param why what is wrong, and what was expected
  /// @throws ParameterException if it was typed
  protected final void refuse(String option, String why) {
    if (spec().commandLine().getParseResult().hasMatchedOption(option)) {
      throw Usage.wrong(spec(), option + ": " + why);
    }
  }

  /// Checks the options of the scenario itself, with [#require].
  protected void check() {
    // Some scenarios have no options.
  }

  /// Returns whether the user named the server to measure.
  protected final boolean isServerNamed() {
    return !servers.isEmpty();
  }

  /// Checks the range of a number.
  ///
  /// @throws ParameterException unless the value is in the range, both ends inclusive
  protected final void require(String option, long value, long atLeast, long atMost) {
    Usage.require(spec(), option, value, atLeast, atMost);
  }

  /// The command as picocli sees it.
  protected final CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("not called by picocli");
    }
    return spec;
  }
}
