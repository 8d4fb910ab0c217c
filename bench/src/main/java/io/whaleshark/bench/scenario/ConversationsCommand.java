package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.report.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures how long a user with many conversations waits after the login.
@Command(
    name = "conversations",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Gives users many conversations, and measures the pull of the whole list.",
      "The conversations have messages, reads and answers. Then one user after the other logs in"
          + " and pulls the list, in large and in small pages. Checks the newest message, the"
          + " unread count and the read position of every conversation in every list. The run ends"
          + " when this is done: --seconds and --warmup have no effect."
    },
    footer = {
      "",
      "One visit at a time: latency is that of a server that does nothing else, from the login to"
          + " the last page. The first visit of a user finds the server as it was after storing;"
          + " later ones find it as the previous visit left it. Users whose visits are not measured"
          + " come first."
    })
final class ConversationsCommand extends ScenarioCommand {
  private static final int LARGE = 500;
  private static final int SMALL = 100;
  private static final int IN_FLIGHT = 4;

  @Option(
      names = "--conversations",
      paramLabel = "N",
      description = "Number of conversations of each user (default ${DEFAULT-VALUE}).")
  private int conversations = 500;

  @Option(
      names = "--users",
      paramLabel = "N",
      description = "Number of users for each page size (default ${DEFAULT-VALUE}).")
  private int users = 20;

  @Option(
      names = "--messages",
      paramLabel = "N",
      description =
          "Number of messages by the other user in each conversation (default ${DEFAULT-VALUE}).")
  private int messages = 4;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Number of visits of each user after the first one (default ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--warmup-visits",
      paramLabel = "N",
      description =
          "Number of visits of other users before, which are not measured (default"
              + " ${DEFAULT-VALUE}).")
  private int warmUpVisits = 200;

  @Override
  protected List<String> unused() {
    return List.of("--seconds", "--warmup");
  }

  @Override
  protected void check() {
    require("--conversations", conversations, 1, 10_000);
    require("--users", users, 1, 1_000);
    require("--messages", messages, 1, 1_000);
    require("--rounds", rounds, 1, 1_000);
    require("--warmup-visits", warmUpVisits, 0, 100_000);
  }

  @Override
  protected Result measure(Bench bench) throws InterruptedException {
    // The last two are for the warm-up visits.
    var spread = new Spread(conversations, 2 * users + 2, conversations);
    var streams = new Streams(bench, spread, "peer", "user");
    try (Load load = bench.load()) {
      List<Spreader> peers =
          Spreader.all(load, streams, (loop, self) -> new Correspondent(loop, streams, self));
      load.connect(bench.addresses(), Bench.CONNECT_WITHIN);
      Spreader.goal(load, peers, messages);
      load.prepare(bench.drain(), Spreader.STORED);
      List<Visitor> visitors = visitors(load, bench, streams);
      load.connect(bench.addresses(), Bench.CONNECT_WITHIN);
      load.prepare(bench.drain(), Visitor.WRITTEN);
      int undone = visitAll(load, bench, visitors);
      ResultBuilder builder =
          ResultBuilder.of("conversations", bench, load)
              .plan("conversations each", conversations)
              .plan("users", users)
              .plan("messages each", messages)
              .plan("rounds", rounds);
      for (int page : List.of(LARGE, SMALL)) {
        builder.latency("first visit, pages of " + page, first(page));
        builder.latency("next visits, pages of " + page, next(page));
      }
      builder.streams(streams.checkers()).check("visits that did not end", undone);
      visitors.forEach(visitor -> visitor.lists().report(builder));
      return builder.result();
    }
  }

  private static String first(int page) {
    return "first-" + page;
  }

  private static String next(int page) {
    return "next-" + page;
  }

  /// Creates the visitors, all on one loop, so that one visit can begin when another ends.
  private List<Visitor> visitors(Load load, Bench bench, Streams streams)
      throws InterruptedException {
    return load.make(
        0,
        loop -> {
          var visitors = new ArrayList<Visitor>();
          for (int i = 0; i < streams.spread().receivers(); i++) {
            int page = i % 2 == 0 ? LARGE : SMALL;
            visitors.add(loop.add(new Visitor(loop, bench, new Lists(streams, i, messages), page)));
          }
          return visitors;
        });
  }

  /// @return the number of visits that did not end
  private int visitAll(Load load, Bench bench, List<Visitor> visitors) throws InterruptedException {
    List<Visitor> some = visitors.subList(2 * users, visitors.size());
    List<Visitor> measured = visitors.subList(0, 2 * users);
    return visit(load, bench, new Visits(repeat(some, warmUpVisits / some.size()), "warm-up-"))
        + visit(load, bench, new Visits(measured, "first-"))
        + visit(load, bench, new Visits(repeat(measured, rounds), "next-"));
  }

  private static List<Visitor> repeat(List<Visitor> visitors, int times) {
    return Stream.generate(() -> visitors).limit(times).flatMap(List::stream).toList();
  }

  private static int visit(Load load, Bench bench, Visits visits) throws InterruptedException {
    load.make(0, _ -> visits.give());
    load.finish(bench.drain(), Visits.DONE);
    return load.make(0, _ -> visits.undone());
  }

  /// A sender that ignores receipts and answers.
  private static final class Correspondent extends Spreader {
    Correspondent(Loop loop, Streams streams, int self) {
      super(loop, streams, self, IN_FLIGHT);
    }

    @Override
    public void message(long number, long sequence) {
      // An answer of its receiver.
    }

    @Override
    public void read(long sequence) {
      // What is read shows in the lists.
    }
  }
}
