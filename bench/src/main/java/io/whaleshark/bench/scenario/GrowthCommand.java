package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.load.Phase;
import io.whaleshark.bench.report.Result;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What a message costs as the store grows.
@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Stores 1,000, then 10,000 messages and so on between pairs of users, and tells what those",
      "since the step before have cost. With --users it is the number of receivers that grows: 10,",
      "100 and so on, who are away; each step stores the same number of messages, spread over all"
          + " of",
      "them. Checks every message as p2p does; of receivers who are away, the history of a sample.",
      "It ends when it is done: --seconds and --warmup mean nothing here."
    },
    footer = {
      "",
      "A closed loop, which runs dry at each step. The first steps are those of a server that was"
          + " just",
      "started, and too short for more than a look."
    })
final class GrowthCommand extends ScenarioCommand {
  private static final int FIRST_MESSAGES = 1_000;
  private static final int FIRST_USERS = 10;
  private static final int STEP = 10;
  private static final int SAMPLE = 1_000;
  private static final int PAGE = 500;
  private static final double MILLION = 1e6;

  @Option(
      names = "--messages",
      paramLabel = "N",
      description = "Stored messages at the end (default ${DEFAULT-VALUE}).")
  private int messages = 1_000_000;

  @Option(
      names = "--users",
      paramLabel = "N",
      description = "Receivers at the end; then --messages are stored in each step.")
  private int users;

  @Option(names = "--pairs", paramLabel = "N", description = "Senders (default ${DEFAULT-VALUE}).")
  private int pairs = 100;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description = "Unacknowledged messages of each sender (default ${DEFAULT-VALUE}).")
  private int inFlight = 20;

  @Override
  protected void check() {
    require("--pairs", pairs, 1, FIRST_MESSAGES);
    require("--messages", messages, FIRST_MESSAGES, 1_000_000_000);
    require("--users", users, 0, 1_000_000);
    require("--in-flight", inFlight, 1, 10_000);
  }

  @Override
  protected Result measure(Bench bench) throws InterruptedException {
    try (Load load = bench.load()) {
      Outcome outcome =
          Outcome.of("growth", bench, load)
              .plan("pairs", pairs)
              .plan("in flight", inFlight)
              .plan("messages", messages);
      if (users == 0) {
        growMessages(bench, load, outcome);
      } else {
        outcome.plan("users", users);
        for (int many = FIRST_USERS; many <= users; many *= STEP) {
          growUsers(bench, load, outcome, many);
        }
      }
      return outcome.result();
    }
  }

  private void growMessages(Bench bench, Load load, Outcome outcome) throws InterruptedException {
    var streams = new Streams(bench, new Spread(pairs, pairs, 1), "from", "to");
    List<Spreader> senders = Spreader.all(load, streams, inFlight);
    for (int i = 0; i < pairs; i++) {
      int self = i;
      load.make(i, loop -> loop.add(new Listener(loop, streams, self, senders.get(self))));
    }
    load.connect(bench.address(), Bench.CONNECT_WITHIN);
    long before = 0;
    for (long many = FIRST_MESSAGES; many <= messages; many *= STEP) {
      Spreader.goal(load, senders, many / pairs);
      Phase phase = load.finish(bench.drain(), Spreader.STORED);
      long stored = many / pairs * pairs;
      step(outcome, String.format(Locale.ROOT, "to %,d messages", many), stored - before, phase);
      before = stored;
    }
    outcome.streams(streams, senders);
  }

  /// Every receiver has one message before those that are measured: what a new conversation costs
  /// is another question.
  private void growUsers(Bench bench, Load load, Outcome outcome, int many)
      throws InterruptedException {
    var spread = new Spread(pairs, many, Math.max(1, pairs / many));
    var streams = new Streams(bench, spread, "from" + many, "to" + many);
    List<Spreader> senders = Spreader.all(load, streams, inFlight);
    load.connect(bench.address(), Bench.CONNECT_WITHIN);
    Spreader.goal(load, senders, 1);
    load.prepare(bench.drain(), Spreader.STORED);
    long each = Math.max(1, messages / spread.conversations());
    Spreader.goal(load, senders, 1 + each);
    Phase phase = load.finish(bench.drain(), Spreader.STORED);
    step(
        outcome,
        String.format(Locale.ROOT, "%,d users", many),
        each * spread.conversations(),
        phase);
    outcome.stored(streams, senders);
    outcome.arrivals(readSome(bench, load, streams));
  }

  /// Some of the receivers, evenly spread, come back and read the history with their first sender.
  private static Streams readSome(Bench bench, Load load, Streams streams)
      throws InterruptedException {
    Spread spread = streams.spread();
    int all = spread.conversations();
    int every = spread.sendersEach() * Math.max(1, spread.receivers() / SAMPLE);
    Streams again = streams.again(conversation -> conversation % every == 0);
    var readings = List.of(again);
    for (int i = 0; i < all; i += every) {
      int conversation = i;
      load.make(
          i,
          loop -> {
            var reader = loop.add(new HistoryReader(loop, streams, conversation, PAGE));
            reader.give(readings);
            return reader;
          });
    }
    load.connect(bench.address(), Bench.CONNECT_WITHIN);
    load.prepare(bench.drain(), HistoryReader.READ);
    return again;
  }

  private static void step(Outcome outcome, String name, long stored, Phase phase) {
    outcome.rate(name, stored, phase);
    if (phase.serverSeconds() > 0) {
      double each = phase.serverSeconds() / stored;
      outcome.figure(name + ", per million", each * MILLION, "CPU-s");
    }
  }
}
