package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.load.Phase;
import io.whaleshark.bench.report.Result;
import io.whaleshark.bench.whale.WhaleDialect;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures the cost of a message as the store grows.
@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Stores ten times more messages at each step, and measures what a message costs.",
      "Stores 1,000 messages, then 10,000 and so on between pairs of users, and measures those"
          + " since the previous step. With --users the number of receivers grows: 10, 100 and so"
          + " on, who are away; each step stores the same number of messages, spread over all of"
          + " them. Checks every message as p2p does; of receivers who are away, the history of a"
          + " sample. The run ends when this is done: --seconds and --warmup have no effect."
    },
    footer = {
      "",
      "A closed loop, which is drained at each step. A server that was just started is slow, so"
          + " messages of another app come first. A server that is started here deletes them before"
          + " the first step; one that runs already keeps them. Short steps give only a rough"
          + " value."
    })
final class GrowthCommand extends ScenarioCommand {
  private static final int FIRST_MESSAGES = 1_000;
  private static final int FIRST_USERS = 10;
  private static final int STEP = 10;
  private static final int SAMPLE = 1_000;
  private static final int PAGE = 500;
  private static final int MESSAGES = 1_000_000;
  private static final int MESSAGES_EACH = 200_000;
  private static final double MILLION = 1e6;

  /// An app with minimal retention on a server that is started here.
  private static final int FORGOTTEN_APP = 10_002;

  private static final String FORGOTTEN = "WHALESHARK_APPS_" + FORGOTTEN_APP;
  private static final int SWEEP_SECONDS = 10;

  /// One second of retention, a sweep after that, and some margin.
  private static final Duration FORGOTTEN_WITHIN = Duration.ofSeconds(1 + SWEEP_SECONDS + 4);

  @Option(
      names = "--messages",
      paramLabel = "N",
      description = {
        "Stored messages at the end (default " + MESSAGES + "),",
        "with --users those of each step (default " + MESSAGES_EACH + ")."
      })
  private @Nullable Integer messages;

  @Option(
      names = "--users",
      paramLabel = "N",
      description =
          "Number of receivers at the end; they grow in place of the messages (default: no growth"
              + " of receivers).")
  private int users;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "Number of senders (default ${DEFAULT-VALUE}).")
  private int pairs = 100;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description = "Number of unacknowledged messages of each sender (default ${DEFAULT-VALUE}).")
  private int inFlight = 20;

  @Option(
      names = "--warmup-messages",
      paramLabel = "N",
      description = "Number of messages before, which are not measured (default ${DEFAULT-VALUE}).")
  private int warmUpMessages = 500_000;

  @Override
  protected List<String> unused() {
    return List.of("--seconds", "--warmup", "--plot");
  }

  @Override
  protected void check() {
    require("--pairs", pairs, 1, FIRST_MESSAGES);
    require("--messages", messages(), FIRST_MESSAGES, 1_000_000_000);
    require("--users", users, 0, 1_000_000);
    require("--in-flight", inFlight, 1, 10_000);
    require("--warmup-messages", warmUpMessages, 0, 100_000_000);
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of(
        FORGOTTEN + "_RETENTION",
        "1s",
        FORGOTTEN + "_RECALL_WINDOW",
        "1s",
        "WHALESHARK_RETENTION_SWEEP",
        SWEEP_SECONDS + "s");
  }

  @Override
  protected Result measure(Bench bench) throws InterruptedException {
    try (Load load = bench.load()) {
      ResultBuilder builder =
          ResultBuilder.of("growth", bench, load)
              .plan("pairs", pairs)
              .plan("in flight", inFlight)
              .plan("messages", messages());
      if (warmUpMessages > 0) {
        warmUp(bench, load, builder);
      }
      if (users == 0) {
        growMessages(bench, load, builder);
      } else {
        builder.plan("users", users);
        for (int many = FIRST_USERS; many <= users; many *= STEP) {
          growUsers(bench, load, builder, many);
        }
      }
      return builder.result();
    }
  }

  private int messages() {
    return Objects.requireNonNullElse(messages, users == 0 ? MESSAGES : MESSAGES_EACH);
  }

  private void warmUp(Bench bench, Load load, ResultBuilder builder) throws InterruptedException {
    var forgotten = new WhaleDialect(FORGOTTEN_APP, bench.subject().http());
    var streams = pairs(bench.at(bench.subject(), forgotten));
    List<Spreader> senders = connectPairs(bench, load, streams);
    Spreader.goal(load, senders, warmUpMessages / pairs);
    load.prepare(bench.drain(), Spreader.STORED);
    load.rest(FORGOTTEN_WITHIN);
    builder.streams(streams.checkers());
  }

  private Streams pairs(Bench bench) {
    return new Streams(bench, new Spread(pairs, pairs, 1), "from", "to").heard();
  }

  private List<Spreader> connectPairs(Bench bench, Load load, Streams streams)
      throws InterruptedException {
    List<Spreader> senders = Spreader.all(load, streams, inFlight);
    for (int i = 0; i < pairs; i++) {
      int self = i;
      load.make(i, loop -> loop.add(new Listener(loop, streams, self, senders.get(self))));
    }
    load.connect(bench.addresses(), Bench.CONNECT_WITHIN);
    return senders;
  }

  private void growMessages(Bench bench, Load load, ResultBuilder builder)
      throws InterruptedException {
    var streams = pairs(bench);
    List<Spreader> senders = connectPairs(bench, load, streams);
    long before = 0;
    for (long many = FIRST_MESSAGES; many <= messages(); many *= STEP) {
      Spreader.goal(load, senders, many / pairs);
      Phase phase = load.finish(bench.drain(), Spreader.STORED);
      long stored = many / pairs * pairs;
      step(builder, String.format(Locale.ROOT, "to %,d messages", many), stored - before, phase);
      before = stored;
    }
    builder.streams(streams.checkers());
  }

  /// Sends each receiver one message before the measurement: the cost of a new conversation is not
  /// measured here.
  private void growUsers(Bench bench, Load load, ResultBuilder builder, int many)
      throws InterruptedException {
    var spread = new Spread(pairs, many, Math.max(1, pairs / many));
    var streams = new Streams(bench, spread, "from" + many, "to" + many);
    List<Spreader> senders = Spreader.all(load, streams, inFlight);
    load.connect(bench.addresses(), Bench.CONNECT_WITHIN);
    Spreader.goal(load, senders, 1);
    load.prepare(bench.drain(), Spreader.STORED);
    long each = Math.max(1, messages() / spread.conversations());
    Spreader.goal(load, senders, 1 + each);
    Phase phase = load.finish(bench.drain(), Spreader.STORED);
    step(
        builder,
        String.format(Locale.ROOT, "%,d users", many),
        each * spread.conversations(),
        phase);
    readSome(bench, load, streams);
    builder.streams(streams.checkers());
  }

  /// Some of the receivers, evenly spread, come back and read the history with their first sender.
  private static Streams readSome(Bench bench, Load load, Streams streams)
      throws InterruptedException {
    Spread spread = streams.spread();
    int all = spread.conversations();
    int every = spread.sendersEach() * Math.max(1, spread.receivers() / SAMPLE);
    Streams again = streams.heard(conversation -> conversation % every == 0);
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
    load.connect(bench.addresses(), Bench.CONNECT_WITHIN);
    load.prepare(bench.drain(), HistoryReader.READ);
    return again;
  }

  private static void step(ResultBuilder builder, String name, long stored, Phase phase) {
    builder.rate(name, stored, phase);
    if (phase.serverSeconds() > 0) {
      double each = phase.serverSeconds() / stored;
      builder.figure(name + ", per million", each * MILLION, "CPU-s");
    }
  }
}
