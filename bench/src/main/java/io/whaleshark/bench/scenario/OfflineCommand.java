package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.load.LoadDevice;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Meter;
import io.whaleshark.bench.load.Phase;
import io.whaleshark.bench.load.Saying;
import io.whaleshark.bench.report.Result;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures messages to offline users, and the catch-up when they come back.
@Command(
    name = "offline",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Stores messages for users who are away, and measures how they pull their inboxes.",
      "All of them log in at once, and pull their inbox page by page until it is empty. Checks that"
          + " each user gets every message once and in order. The run ends when this is done:"
          + " --seconds and --warmup have no effect."
    },
    footer = {
      "",
      "A closed loop: each sender keeps the same number of messages in flight. At most 200 users"
          + " per thread log in at the same time; each is measured from its own login."
    })
final class OfflineCommand extends ScenarioCommand {
  private static final String DRAINED = "drained";
  private static final String PAGES = "pages";
  private static final String LOGGED_IN = "logged in";
  private static final String ALL = "has all";

  /// An inbox keeps 1,024 entries by default.
  private static final int MESSAGES_AT_MOST = 1_000;

  @Option(
      names = "--users",
      paramLabel = "N",
      description = "Number of users who are away (default ${DEFAULT-VALUE}).")
  private int users = 1_000;

  @Option(
      names = "--messages",
      paramLabel = "N",
      description =
          "Number of messages for each user, from all senders (default ${DEFAULT-VALUE}).")
  private int messages = 500;

  @Option(
      names = "--senders",
      paramLabel = "N",
      description = "Number of senders (default ${DEFAULT-VALUE}).")
  private int senders = 100;

  @Option(
      names = "--senders-each",
      paramLabel = "N",
      description = "Number of senders that write to each user (default ${DEFAULT-VALUE}).")
  private int sendersEach = 5;

  @Option(
      names = "--warmup-users",
      paramLabel = "N",
      description =
          "Number of other users before, which are not measured (default ${DEFAULT-VALUE}).")
  private int warmUpUsers = 500;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description = "Number of unacknowledged messages of each sender (default ${DEFAULT-VALUE}).")
  private int inFlight = 20;

  @Option(
      names = "--page",
      paramLabel = "N",
      description = "Number of entries per page (default ${DEFAULT-VALUE}).")
  private int page = 500;

  @Override
  protected List<String> unused() {
    return List.of("--seconds", "--warmup");
  }

  @Override
  protected void check() {
    require("--users", users, 1, 100_000);
    require("--messages", messages, 1, MESSAGES_AT_MOST);
    require("--warmup-users", warmUpUsers, 0, 100_000);
    require("--senders", senders, 1, 10_000);
    require("--senders-each", sendersEach, 1, Math.min(senders, messages));
    require("--in-flight", inFlight, 1, 10_000);
    require("--page", page, 1, 500);
  }

  @Override
  protected Result measure(Bench bench) throws InterruptedException {
    long each = messages / sendersEach;
    try (Load load = bench.load()) {
      var early =
          new Streams(bench, new Spread(senders, warmUpUsers, sendersEach), "e-from", "e-to")
              .heard();
      warmUp(bench, load, early, each);
      var streams =
          new Streams(bench, new Spread(senders, users, sendersEach), "from", "to").heard();
      List<Spreader> spreaders = Spreader.all(load, streams, inFlight);
      load.connect(bench.addresses(), Bench.CONNECT_WITHIN);
      Spreader.goal(load, spreaders, each);
      Phase store = load.finish(bench.drain(), Spreader.STORED);
      addReceivers(load, streams);
      Phase storm = load.connectAndFinish(bench.addresses(), bench.drain(), DRAINED);
      return ResultBuilder.of("offline", bench, load)
          .plan("users", users)
          .plan("messages each", each * sendersEach)
          .plan("senders", senders)
          .plan("senders to each", sendersEach)
          .plan("in flight", inFlight)
          .plan("page", page)
          .rate(Spreader.STORED, store)
          .cost(Spreader.STORED, store)
          .rate(LOGGED_IN, storm)
          .rate(DRAINED, storm)
          .cost(DRAINED, storm)
          .latency("send to acknowledgement", Spreader.STORED)
          .latency("login to its answer", LOGGED_IN)
          .latency("pull to page", PAGES)
          .latency("login to the last message", ALL)
          .streams(early.checkers())
          .streams(streams.checkers())
          .result();
    }
  }

  /// Runs the same with other users, unmeasured.
  private void warmUp(Bench bench, Load load, Streams streams, long each)
      throws InterruptedException {
    List<Spreader> spreaders = Spreader.all(load, streams, inFlight);
    load.connect(bench.addresses(), Bench.CONNECT_WITHIN);
    Spreader.goal(load, spreaders, each);
    load.prepare(bench.drain(), Spreader.STORED);
    addReceivers(load, streams);
    load.connect(bench.addresses(), Bench.CONNECT_WITHIN);
    load.prepare(bench.drain(), DRAINED);
  }

  private void addReceivers(Load load, Streams streams) throws InterruptedException {
    for (int i = 0; i < streams.spread().receivers(); i++) {
      int user = i;
      load.make(user, loop -> loop.add(new Returning(loop, streams, user, page)));
    }
  }

  /// A user who comes back and pulls all that was missed.
  private static final class Returning extends LoadDevice {
    private final Streams streams;
    private final int self;
    private final Saying pulls;
    private final Meter drained;
    private final Meter pages;
    private final Meter loggedIn;
    private final Meter all;
    private long cursor;
    private long pulledNanos;
    private boolean completed;

    Returning(Loop loop, Streams streams, int self, int page) {
      super(loop, streams.voice(streams.receiver(self)), streams.receiver(self));
      this.streams = streams;
      this.self = self;
      this.pulls = voice().pullsInbox(page);
      this.drained = loop.meter(DRAINED);
      this.pages = loop.meter(PAGES);
      this.loggedIn = loop.meter(LOGGED_IN);
      this.all = loop.meter(ALL);
    }

    @Override
    public void ready(long newest) {
      super.ready(newest);
      loggedIn.record(beganNanos());
      pull(0);
    }

    private void pull(long after) {
      cursor = after;
      pulledNanos = loop().nowNanos();
      try {
        connection().write(pulls, after);
      } catch (IOException e) {
        fail(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public void message(long number, long sequence) {
      if (!streams.isFor(self, number)) {
        super.message(number, sequence);
        return;
      }
      streams.delivered(number, sequence);
      drained.count(1);
    }

    @Override
    public void page(long next, boolean isLast) {
      if (!isReady()) {
        return;
      }
      pages.record(pulledNanos);
      if (!isLast && next <= cursor) {
        fail("a page that does not advance: from " + cursor + " to " + next);
        return;
      }
      if (!isLast) {
        pull(next);
        return;
      }
      all.record(beganNanos());
      completed = true;
    }

    @Override
    public boolean isDrained() {
      return completed;
    }
  }
}
