package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.report.Result;
import io.whaleshark.bench.scenario.StormMember.Step;
import io.whaleshark.bench.scenario.StormMember.Storm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures receipts when a large group reads all at once.
@Command(
    name = "group-receipts",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lets members of a group read at random times, and counts the receipts of the authors.",
      "A few members write, then all of them read. Counts the receipts that each device of the"
          + " authors gets, and checks every count from the server against who has really read."
    },
    footer = {
      "",
      "The run ends when every read is reported: --seconds and --warmup have no effect. Some"
          + " members read in two steps, and some stop half way."
    })
final class GroupReceiptsCommand extends ScenarioCommand {
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final int ONE_LOOP = 0;

  @Option(
      names = "--members",
      paramLabel = "N",
      description =
          "Number of members of the group, including the authors (default ${DEFAULT-VALUE}).")
  private int members = 1_000;

  @Option(
      names = "--authors",
      paramLabel = "N",
      description =
          "Number of members who write, with two devices each (default ${DEFAULT-VALUE}).")
  private int authors = 10;

  @Option(
      names = "--messages",
      paramLabel = "N",
      description = "Number of messages of each author (default ${DEFAULT-VALUE}).")
  private int messages = 20;

  @Option(
      names = "--within",
      paramLabel = "N",
      description = "Time within which everyone reads, in milliseconds (default ${DEFAULT-VALUE}).")
  private int withinMillis = 5_000;

  @Option(
      names = "--two-steps",
      paramLabel = "N",
      description = "Members who read in two steps, in percent (default ${DEFAULT-VALUE}).")
  private int twoSteps = 30;

  @Option(
      names = "--half-way",
      paramLabel = "N",
      description = "Members who stop half way, in percent (default ${DEFAULT-VALUE}).")
  private int halfWay = 5;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the random times (default ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Override
  protected List<String> unused() {
    return List.of("--seconds", "--warmup");
  }

  @Override
  protected void check() {
    require("--members", members, 2, 100_000);
    require("--authors", authors, 1, members);
    require("--messages", messages, 1, 10_000);
    require("--within", withinMillis, 1, 600_000);
    require("--two-steps", twoSteps, 0, 100);
    require("--half-way", halfWay, 0, 100 - twoSteps);
  }

  private record Writer(String user, int index) {}

  /// The participants.
  private record Cast(Storm storm, List<StormMember> devices, List<StormAuthor> authors) {

    /// The first device of each author, which writes and queries.
    List<StormAuthor> firstDevices() {
      return IntStream.range(0, authors.size() / 2).mapToObj(i -> authors.get(2 * i)).toList();
    }
  }

  @Override
  protected Result measure(Bench bench) throws InterruptedException {
    List<String> names =
        IntStream.range(0, members).mapToObj(i -> bench.name("member", i)).toList();
    bench.makeUsers("member", members);
    bench.whale().makeGroup(bench.name("group", 0), names);
    try (Load load = bench.load()) {
      // On one loop, so that the records are consistent at any moment.
      Cast cast = load.make(ONE_LOOP, loop -> cast(loop, bench, names));
      load.connect(bench.addresses(), Bench.CONNECT_WITHIN);
      load.runToEnd(bench.drain(), Sender.ACKED);
      begin(load, cast);
      load.runToEnd(bench.drain().plusMillis(withinMillis), StormMember.READS);
      awaitQuiet(load, cast, bench.drain());
      load.make(ONE_LOOP, _ -> asked(cast));
      load.drain(bench.drain());
      return result(bench, load, cast);
    }
  }

  private Cast cast(Loop loop, Bench bench, List<String> names) {
    var random = new Random(seed);
    var storm = new Storm(bench.name("group", 0), new ReadBook(names, authors * messages));
    List<StormMember> devices = new ArrayList<>();
    List<StormAuthor> writing = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      String user = names.get(i);
      List<Step> steps = steps(random);
      if (i < authors) {
        writing.add(author(loop, bench, storm, new Writer(user, i), steps));
        writing.add(secondDevice(loop, bench, storm, user));
      } else {
        devices.add(loop.add(new StormMember(loop, bench.whale().voice(user), user, storm, steps)));
      }
    }
    devices.addAll(writing);
    return new Cast(storm, devices, writing);
  }

  private StormAuthor author(Loop loop, Bench bench, Storm storm, Writer who, List<Step> steps) {
    long firstNumber = (long) who.index() * messages;
    var voice = bench.whale().voice(who.user());
    var part = new StormAuthor.Part(voice, who.user(), firstNumber, messages, bench.bodyBytes());
    return loop.add(new StormAuthor(loop, part, storm, steps));
  }

  private static StormAuthor secondDevice(Loop loop, Bench bench, Storm storm, String user) {
    var voice = bench.whale().voice(user, user + "-second");
    var part = new StormAuthor.Part(voice, user, 0, 0, bench.bodyBytes());
    return loop.add(new StormAuthor(loop, part, storm, List.of()));
  }

  /// A member's random read times and positions.
  private List<Step> steps(Random random) {
    long all = (long) authors * messages;
    long within = Duration.ofMillis(withinMillis).toNanos();
    long first = random.nextLong(within);
    long second = random.nextLong(within);
    long part = all == 1 ? all : 1 + random.nextLong(all - 1);
    int kind = random.nextInt(100);
    if (kind < twoSteps) {
      return List.of(
          new Step(Math.min(first, second), part), new Step(Math.max(first, second), all));
    }
    return List.of(new Step(first, kind < twoSteps + halfWay ? part : all));
  }

  private static void begin(Load load, Cast cast) throws InterruptedException {
    load.make(
        ONE_LOOP,
        _ -> {
          cast.storm().book().beginStorm();
          return cast;
        });
    load.schedule(StormMember.class, StormMember::times);
  }

  private static Cast asked(Cast cast) {
    cast.firstDevices().forEach(StormAuthor::ask);
    return cast;
  }

  /// Waits until no receipt has arrived for a while, or the time is over.
  private static void awaitQuiet(Load load, Cast cast, Duration atMost)
      throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    long frames = -1;
    long since = System.nanoTime();
    for (long now = since; now < end && now - since < QUIET.toNanos(); now = System.nanoTime()) {
      long framesNow = load.make(ONE_LOOP, _ -> frames(cast));
      if (framesNow != frames) {
        frames = framesNow;
        since = now;
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private static long frames(Cast cast) {
    return cast.authors().stream().mapToLong(StormAuthor::frames).sum();
  }

  private Result result(Bench bench, Load load, Cast cast) throws InterruptedException {
    var frames = cast.authors().stream().mapToLong(StormAuthor::frames).summaryStatistics();
    var bytes = cast.authors().stream().mapToLong(StormAuthor::bytes).summaryStatistics();
    var builder =
        ResultBuilder.of("group-receipts", bench, load)
            .plan("members", members)
            .plan("authors", authors)
            .plan("messages of each", messages)
            .plan("within ms", withinMillis)
            .plan("percent in two steps", twoSteps)
            .plan("percent half way", halfWay)
            .plan("seed", seed)
            .figure("receipts per author device, most", (double) frames.getMax(), "frames")
            .figure("receipts per author device, mean", frames.getAverage(), "frames")
            .figure("receipts per author device, most", (double) bytes.getMax(), "bytes")
            .figure("receipts per author device, mean", bytes.getAverage(), "bytes")
            .rate(StormMember.READS)
            .cost(StormMember.READS)
            .latency("last read to final count", StormAuthor.INFORMED);
    load.make(
        ONE_LOOP,
        _ -> {
          cast.devices().forEach(device -> device.verify(builder));
          return builder;
        });
    return builder.result();
  }
}
