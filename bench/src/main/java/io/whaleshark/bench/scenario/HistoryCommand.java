package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.load.Phase;
import io.whaleshark.bench.report.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures reading long conversations from the beginning to the end.
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Stores long conversations, and measures how fast their history is read.",
      "Each receiver reads its own conversation page by page, from the first to the last message,"
          + " several times. Checks that every sequence comes once and in order. The run ends when"
          + " this is done: --seconds and --warmup have no effect."
    },
    footer = {
      "",
      "Each reader has one pull in flight. A server that is started here has no rate limit of"
          + " requests per user, since few users store many messages."
    })
final class HistoryCommand extends ScenarioCommand {
  private static final int WARM_UP_ROUNDS = 2;

  @Option(
      names = "--conversations",
      paramLabel = "N",
      description = "Number of conversations, each with one reader (default ${DEFAULT-VALUE}).")
  private int conversations = 10;

  @Option(
      names = "--messages",
      paramLabel = "N",
      description = "Number of messages in each conversation (default ${DEFAULT-VALUE}).")
  private int messages = 20_000;

  @Option(
      names = "--page",
      paramLabel = "N",
      description = "Number of messages per page (default ${DEFAULT-VALUE}).")
  private int page = 500;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "Number of times that everything is read, after two that are not measured (default"
              + " ${DEFAULT-VALUE}).")
  private int rounds = 10;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description =
          "Number of unacknowledged messages of each sender while storing (default"
              + " ${DEFAULT-VALUE}).")
  private int inFlight = 100;

  @Override
  protected List<String> unused() {
    return List.of("--seconds", "--warmup");
  }

  @Override
  protected void check() {
    require("--conversations", conversations, 1, 10_000);
    require("--messages", messages, 1, 10_000_000);
    require("--page", page, 1, 500);
    require("--rounds", rounds, 1, 10_000);
    require("--in-flight", inFlight, 1, 10_000);
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("WHALESHARK_REQUESTS_PER_USER", "0");
  }

  @Override
  protected Result measure(Bench bench) throws InterruptedException {
    var spread = new Spread(conversations, conversations, 1);
    var streams = new Streams(bench, spread, "from", "to");
    try (Load load = bench.load()) {
      List<Spreader> spreaders = Spreader.all(load, streams, inFlight);
      load.connect(bench.addresses(), Bench.CONNECT_WITHIN);
      Spreader.goal(load, spreaders, messages);
      Phase store = load.finish(bench.drain(), Spreader.STORED);
      List<HistoryReader> readers = readers(load, streams);
      load.connect(bench.addresses(), Bench.CONNECT_WITHIN);
      give(load, readers, streams, WARM_UP_ROUNDS);
      load.prepare(bench.drain(), HistoryReader.READ);
      give(load, readers, streams, rounds);
      Phase read = load.finish(bench.drain(), HistoryReader.READ);
      ResultBuilder builder =
          ResultBuilder.of("history", bench, load)
              .plan("conversations", conversations)
              .plan("messages each", messages)
              .plan("page", page)
              .plan("rounds", rounds)
              .rate(Spreader.STORED, store)
              .rate(HistoryReader.READ, read)
              .cost(HistoryReader.READ, read)
              .latency("pull to page", HistoryReader.PAGES)
              .streams(streams.checkers());
      return builder.result();
    }
  }

  private List<HistoryReader> readers(Load load, Streams streams) throws InterruptedException {
    var readers = new ArrayList<HistoryReader>();
    for (int i = 0; i < conversations; i++) {
      int self = i;
      readers.add(load.make(i, loop -> loop.add(new HistoryReader(loop, streams, self, page))));
    }
    return readers;
  }

  private static void give(Load load, List<HistoryReader> readers, Streams streams, int rounds)
      throws InterruptedException {
    List<Streams> readings = Stream.generate(streams::heard).limit(rounds).toList();
    for (int i = 0; i < readers.size(); i++) {
      HistoryReader reader = readers.get(i);
      load.make(
          i,
          _ -> {
            reader.give(readings);
            return reader;
          });
    }
  }
}
