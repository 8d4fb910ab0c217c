package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Load;
import picocli.CommandLine.Option;

/// The options of scenarios in which each sender has its own receiver: a closed loop, or an open
/// one with `--rate`.
final class Pairing {
  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "Number of senders, each with its own receiver (default ${DEFAULT-VALUE}).")
  private int pairs = 100;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description = "Number of messages of each sender in flight (default ${DEFAULT-VALUE}).")
  private int inFlight = 20;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Messages per second over all senders, in an open loop (default: a closed loop).")
  private int rate;

  /// This many pairs in a closed loop.
  static Pairing of(int pairs, int inFlight) {
    var pairing = new Pairing();
    pairing.pairs = pairs;
    pairing.inFlight = inFlight;
    return pairing;
  }

  /// Checks the options for their command.
  void check(ScenarioCommand command) {
    command.require("--pairs", pairs, 1, 100_000);
    command.require("--in-flight", inFlight, 1, 10_000);
    command.require("--rate", rate, 0, 10_000_000);
    if (rate > 0) {
      command.refuse("--in-flight", "not used with --rate (expected: one of them)");
    }
  }

  int pairs() {
    return pairs;
  }

  /// The number of messages in flight per sender in a closed loop; 0 in an open one.
  int inFlight() {
    return rate > 0 ? 0 : inFlight;
  }

  /// Schedules the messages, if it is an open loop.
  void pace(Load load, Class<? extends Sender> senders) throws InterruptedException {
    if (rate > 0) {
      load.pace(senders, rate);
    }
  }

  /// Adds the parameters to the result.
  ResultBuilder plan(ResultBuilder builder) {
    return builder
        .plan("pairs", pairs)
        .plan(rate > 0 ? "rate" : "in flight", rate > 0 ? rate : inFlight);
  }
}
