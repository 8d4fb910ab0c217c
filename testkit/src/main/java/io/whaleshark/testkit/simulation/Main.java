package io.whaleshark.testkit.simulation;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Plays a given number of plans. Exit codes: 0 all succeeded; 1 one failed, and its story was
/// printed; 2 wrong usage.
public final class Main {

  private static final int BROKEN = 1;
  private static final int WRONG_USAGE = 2;
  private static final long SEEDS_A_LINE = 1_000;
  private static final String AT_MOST = "999999999999999999";
  private static final Set<String> OPTIONS = Set.of("--seeds", "--first", "--nodes");
  private static final Pattern FEW = Pattern.compile("[1-9]");
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,17}"); // sums fit into a long
  private static final String USAGE =
      """
      Usage: whaleshark simulate [--seeds=N] [--first=S] [--nodes=M]
      Runs the server's core with simulated clients, network, engine and clock: one seed is one run.
        --seeds=N   Number of seeds to run (default 10000).
        --first=S   First seed (default 1).
        --nodes=M   Number of nodes that work as one server (default 1).
      It stops at the first seed that breaks a promise, and prints the shortest failing history.
      Exit codes: 0 all promises held, 1 one was broken, 2 wrong usage.
      """;

  private long seeds = 10_000;
  private long first = 1;
  private int nodes = 1;

  Main() {}

  /// Runs the command line and ends the process.
  public static void main(String[] arguments) {
    System.exit(new Main().run(arguments, System.out, System.err));
  }

  int run(String[] arguments, PrintStream out, PrintStream err) {
    if (List.of(arguments).contains("--help") || List.of(arguments).contains("-h")) {
      out.print(USAGE);
      return 0;
    }
    Optional<String> wrong = read(arguments);
    if (wrong.isPresent()) {
      err.println("whaleshark: " + wrong.get() + " (see ./whaleshark simulate --help)");
      return WRONG_USAGE;
    }
    return play(out);
  }

  /// Reads the options.
  ///
  /// @return what is wrong with them
  private Optional<String> read(String[] arguments) {
    Set<String> given = new HashSet<>();
    Iterator<String> words = List.of(arguments).iterator();
    while (words.hasNext()) {
      String[] word = words.next().split("=", 2);
      String option = word[0];
      if (!OPTIONS.contains(option)) {
        return Optional.of(option + ": unknown option (expected: --seeds, --first, --nodes)");
      }
      if (!given.add(option)) {
        return Optional.of(option + ": given twice (expected: once)");
      }
      String next = word.length == 1 && words.hasNext() ? words.next() : "nothing";
      String value = word.length == 1 ? next : word[1];
      boolean isOfNodes = option.equals("--nodes");
      if (!(isOfNodes ? FEW : NUMBER).matcher(value).matches()) {
        String atMost = isOfNodes ? "9" : AT_MOST;
        return Optional.of(option + ": " + value + " (expected: 1.." + atMost + ")");
      }
      switch (option) {
        case "--seeds" -> seeds = Long.parseLong(value);
        case "--first" -> first = Long.parseLong(value);
        default -> nodes = Integer.parseInt(value);
      }
    }
    return Optional.empty();
  }

  private int play(PrintStream out) {
    for (long i = 0; i < seeds; i++) {
      Optional<Plan.Failure> failure =
          Planner.plan(first + i, nodes)
              .shrunkFailure(plan -> Simulation.play(plan, new Sabotage()));
      if (failure.isPresent()) {
        out.println(failure.get().tell());
        return BROKEN;
      }
      if ((i + 1) % SEEDS_A_LINE == 0) {
        out.println((i + 1) + " seeds: all promises held");
      }
    }
    out.println("Ran seeds " + first + " to " + (first + seeds - 1) + ": all promises held.");
    return 0;
  }
}
