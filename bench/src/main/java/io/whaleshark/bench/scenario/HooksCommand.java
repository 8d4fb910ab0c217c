package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.BenchException;
import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Meter;
import io.whaleshark.bench.report.Figure;
import io.whaleshark.bench.report.Result;
import io.whaleshark.bench.whale.EventSink;
import io.whaleshark.bench.whale.WhaleDialect;
import io.whaleshark.checker.StreamChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures webhooks, and the hook before a send.
@Command(
    name = "webhooks",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures how soon a webhook is told of a message, and what hooks cost those who write.",
      "First pairs send at an even rate, and every message must be told once and in order. Then"
          + " they do so in an app without a webhook, alone and while messages of another app wait"
          + " for a hook before the send that never answers. Last they send as fast as it goes:"
          + " in turn in the app without a webhook and in one whose webhook reads everything and"
          + " wants none of it, and once in the one whose webhook is told."
    },
    footer = {"", "It starts a server of its own, with these webhooks in its settings."})
final class HooksCommand extends ScenarioCommand {
  private static final int TOLD_APP = APP;
  private static final int READ_APP = APP + 1;
  private static final int FREE_APP = APP + 2;
  private static final int HELD_APP = APP + 3;

  /// As many messages as may wait for the hook by default.
  private static final int HELD = 64;

  /// The meter of messages that the webhook was told of, with the latency since each was due.
  private static final String TOLD = "told";

  private static final double PERCENT = 100;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "Number of senders, each with its own receiver (default ${DEFAULT-VALUE}).")
  private int pairs = 100;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Messages per second over all senders (default ${DEFAULT-VALUE}).")
  private int rate = 1_000;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description =
          "Number of messages of each sender in flight, where they send as fast as they can"
              + " (default ${DEFAULT-VALUE}).")
  private int inFlight = 20;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "How often the apps take turns; the medians are shown (default ${DEFAULT-VALUE}).")
  private int rounds = 3;

  private @Nullable EventSink sink;
  private @Nullable EventSink silent; // never answers

  @Override
  protected List<String> unused() {
    return List.of("--server", "--dialect", "--http", "--pid", "--threads");
  }

  @Override
  protected void check() {
    require("--pairs", pairs, 1, 10_000);
    require("--rate", rate, 1, 1_000_000);
    require("--in-flight", inFlight, 1, 10_000);
    require("--rounds", rounds, 1, 100);
  }

  /// Opens the ports that the settings name.
  @Override
  protected Map<String, String> settings() {
    EventSink told = new EventSink();
    EventSink hangs = new EventSink();
    sink = told;
    silent = hangs;
    try {
      Path file = Files.createTempFile("whaleshark-bench", ".yaml");
      file.toFile().deleteOnExit();
      Files.writeString(file, settings(told.url(), hangs.url()));
      return Map.of("WHALESHARK_CONFIG", file.toString());
    } catch (IOException e) {
      throw new BenchException("cannot write settings: " + e.getMessage(), e);
    }
  }

  private static String settings(String told, String hangs) {
    String secret = "whsec_" + "A".repeat(43) + "=";
    return """
    apps:
      %d:
        webhooks:
          - {name: told, url: "%s", secret: %s, events: [message.sent], private: true}
      %d:
        webhooks:
          - {name: read, url: "%s", secret: %s, events: [group.changed], private: true}
      %d:
        before-send:
          {url: "%s", secret: %s, on-failure: open, max-in-flight: %d, private: true}
    """
        .formatted(TOLD_APP, told, secret, READ_APP, told, secret, HELD_APP, hangs, secret, HELD);
  }

  @Override
  protected Result measure(Bench bench) throws InterruptedException {
    if (sink == null || silent == null) {
      throw new IllegalStateException("the settings were not asked for");
    }
    try (EventSink receiver = sink;
        EventSink _ = silent) {
      return told(bench, receiver)
          .and("no webhook", besideAHook(bench))
          .and("as fast as it goes", flatOut(bench, receiver));
    }
  }

  private static Bench in(Bench bench, int app) {
    return bench.at(bench.subject(), new WhaleDialect(app, bench.subject().http())).anew();
  }

  private Result told(Bench outer, EventSink receiver) throws InterruptedException {
    Bench bench = in(outer, TOLD_APP);
    try (Load load = bench.load()) {
      List<Sender> senders = Pairs.make(load, bench, pairs, 0);
      listen(load, loop -> receiver.listen(loop, Pairs.sendersBegin(bench), taker(loop, senders)));
      load.connect(bench.addresses(), Bench.CONNECT_WITHIN);
      load.pace(Sender.class, rate);
      load.run(bench.warmUp(), bench.measure(), Sender.ACKED);
      load.drain(bench.drain());
      return ResultBuilder.of("webhooks", bench, load)
          .plan("pairs", pairs)
          .plan("rate", rate)
          .plan("in flight", inFlight)
          .plan("rounds", rounds)
          .rate(TOLD)
          .cost(TOLD)
          .latency("send to acknowledgement", Sender.ACKED)
          .latency("send to delivery", StreamReceiver.DELIVERED)
          .latency("send to webhook", TOLD)
          .streams(senders.stream().map(Sender::stream).toList())
          .result();
    }
  }

  private static void listen(Load load, Consumer<Loop> begin) throws InterruptedException {
    boolean _ =
        load.make(
            0,
            loop -> {
              begin.accept(loop);
              return true;
            });
  }

  private static EventSink.Taker taker(Loop loop, List<Sender> senders) {
    List<StreamChecker.Receiver> streams =
        senders.stream().map(sender -> sender.stream().receiver()).toList();
    Meter told = loop.meter(TOLD);
    return (pair, number, sequence) -> {
      if (pair >= 0) { // else of what was measured before
        streams.get(pair).delivered(number, sequence);
        told.record(senders.get(pair).times().of(number));
      }
    };
  }

  /// Sends as fast as it goes without a webhook and with one that reads, in turn; then once with
  /// one that is told: what it has not been told by then would be told beside whatever is measured
  /// next.
  private Result flatOut(Bench bench, EventSink receiver) throws InterruptedException {
    List<Double> free = new ArrayList<>();
    List<Double> read = new ArrayList<>();
    Result all = flatOut(in(bench, FREE_APP)).verification(); // until the server is warm
    for (int round = 0; round < rounds; round++) {
      boolean isReadFirst = round % 2 > 0; // the store grows: neither always comes first
      for (boolean isRead : List.of(isReadFirst, !isReadFirst)) {
        Result result = flatOut(in(bench, isRead ? READ_APP : FREE_APP));
        (isRead ? read : free).add(result.figure(Sender.ACKED));
        all = all.and("", result.verification());
      }
    }
    Result told = toldFlatOut(in(bench, TOLD_APP), receiver);
    double without = median(free);
    return all.and("", told.verification())
        .and(new Figure("no webhook, acknowledged", without, "/s"))
        .and(new Figure("a webhook that reads, acknowledged", median(read), "/s"))
        .and(new Figure("a webhook that reads, less", less(median(read), without), "%"))
        .and(new Figure("a webhook that is told, acknowledged", told.figure(Sender.ACKED), "/s"))
        .and(new Figure("a webhook that is told, told", told.figure(TOLD), "/s"))
        .and(
            new Figure(
                "a webhook that is told, less", less(told.figure(Sender.ACKED), without), "%"));
  }

  private Result flatOut(Bench bench) throws InterruptedException {
    return P2pCommand.of(pairs, inFlight).measure(bench);
  }

  private Result toldFlatOut(Bench bench, EventSink receiver) throws InterruptedException {
    try (Load load = bench.load()) {
      List<Sender> senders = Pairs.make(load, bench, pairs, inFlight);
      listen(load, loop -> receiver.listen(loop, Pairs.sendersBegin(bench), counting(loop)));
      load.connect(bench.addresses(), Bench.CONNECT_WITHIN);
      load.run(bench.warmUp(), bench.measure(), Sender.ACKED);
      load.drain(bench.drain());
      return ResultBuilder.of("webhooks", bench, load)
          .rate(Sender.ACKED)
          .rate(TOLD)
          .streams(senders.stream().map(Sender::stream).toList())
          .result();
    }
  }

  private static EventSink.Taker counting(Loop loop) {
    Meter told = loop.meter(TOLD);
    return (_, _, _) -> told.count(1);
  }

  /// Senders at the even rate, alone and while the messages of others wait for a hook.
  private Result besideAHook(Bench bench) throws InterruptedException {
    Result alone = paced(in(bench, FREE_APP));
    Bench held = in(bench, HELD_APP).lasting(bench.warmUp().plus(bench.measure()));
    FutureTask<Result> holding = new FutureTask<>(() -> P2pCommand.of(HELD, 1).measure(held));
    Thread _ = Thread.ofPlatform().name("held").start(holding);
    Result beside = paced(in(bench, FREE_APP));
    try {
      return alone.and("beside a hook that hangs", beside).and("held", holding.get());
    } catch (ExecutionException e) {
      throw new BenchException("the senders who wait for a hook failed: " + e.getCause(), e);
    }
  }

  private Result paced(Bench bench) throws InterruptedException {
    try (Load load = bench.load()) {
      List<Sender> senders = Pairs.make(load, bench, pairs, 0);
      load.connect(bench.addresses(), Bench.CONNECT_WITHIN);
      load.pace(Sender.class, rate);
      load.run(bench.warmUp(), bench.measure(), Sender.ACKED);
      load.drain(bench.drain());
      return ResultBuilder.of("webhooks", bench, load)
          .cost(Sender.ACKED)
          .latency("send to acknowledgement", Sender.ACKED)
          .streams(senders.stream().map(Sender::stream).toList())
          .result();
    }
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static double less(double than, double before) {
    return PERCENT * (1 - than / before);
  }
}
