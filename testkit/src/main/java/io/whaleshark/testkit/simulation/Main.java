package io.whaleshark.testkit.simulation;

import java.io.PrintStream;
import java.util.Optional;

/// Plays a given number of plans. Exit codes: 0 all succeeded; 1 one failed, and its story was
/// printed; 2 wrong usage.
public final class Main {

  private static final int BROKEN = 1;
  private static final int WRONG_USAGE = 2;
  private static final long SEEDS_A_LINE = 1_000;
  private static final String USAGE =
      """
      Usage: whaleshark simulate [--seeds N] [--first S]
      Runs the server's core with simulated clients, network, engine and clock: one seed is one run.
        --seeds N   How many seeds to run (default 10000).
        --first S   The first one (default 1).
      A seed that breaks a promise ends it; its story is cut down to what is needed and printed.
      Exit codes: 0 all promises held, 1 one was broken, 2 wrong usage.
      """;

  private long seeds = 10_000;
  private long first = 1;

  Main() {}

  /// Runs the command line and ends the process.
  public static void main(String[] arguments) {
    System.exit(new Main().run(arguments, System.out, System.err));
  }

  int run(String[] arguments, PrintStream out, PrintStream err) {
    try {
      for (int i = 0; i < arguments.length; i += 2) {
        switch (arguments[i]) {
          case "--seeds" -> seeds = Long.parseLong(arguments[i + 1]);
          case "--first" -> first = Long.parseLong(arguments[i + 1]);
          case "--help", "-h" -> {
            out.print(USAGE);
            return 0;
          }
          default -> throw new IllegalArgumentException(arguments[i]);
        }
      }
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      err.print("whaleshark: wrong usage\n" + USAGE);
      return WRONG_USAGE;
    }
    if (seeds < 1) {
      err.println(
          "whaleshark: --seeds: " + seeds + " (expected: 1 or more): nothing would be played");
      return WRONG_USAGE;
    }
    return play(out);
  }

  private int play(PrintStream out) {
    for (long i = 0; i < seeds; i++) {
      Optional<Plan.Failure> failure =
          Planner.plan(first + i).shrunkFailure(plan -> Simulation.play(plan, new Sabotage()));
      if (failure.isPresent()) {
        out.println(failure.get().tell());
        return BROKEN;
      }
      if ((i + 1) % SEEDS_A_LINE == 0) {
        out.println((i + 1) + " seeds, all promises held");
      }
    }
    out.println("Played seeds " + first + " to " + (first + seeds - 1) + ": all promises held.");
    return 0;
  }
}
