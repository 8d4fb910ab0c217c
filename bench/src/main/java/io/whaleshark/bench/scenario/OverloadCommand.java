package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.load.LoadDevice;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Voice;
import io.whaleshark.bench.load.Whom;
import io.whaleshark.bench.report.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures the server under more load than it can handle.
@Command(
    name = "overload",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Offers more messages than the server can take, and checks that it recovers.",
      "Measures the throughput in a closed loop, then offers a multiple of it for a while, then"
          + " measures again, second by second. Checks that every message is answered in order,"
          + " that every acknowledged message is stored, and that full throughput is back within 5"
          + " s."
    },
    footer = {
      "",
      "Latency under overload counts from when a message was due. Each client has at most 1,000"
          + " unanswered messages, and delays those that are due beyond that."
    })
final class OverloadCommand extends ScenarioCommand {
  private static final int PAIRS = 100;
  private static final int RECOVERED_WITHIN = 5;
  private static final Duration LOOKED_UP_WITHIN = Duration.ofSeconds(30);

  /// A shared machine has slow seconds.
  private static final double RECOVERED_SHARE = 0.8;

  private static final double PERCENT = 100;

  @Option(
      names = "--times",
      paramLabel = "N",
      description =
          "Multiple of the measured throughput that is offered (default ${DEFAULT-VALUE}).")
  private int times = 2;

  @Override
  protected void check() {
    require("--times", times, 1, 100);
  }

  @Override
  protected Result measure(Bench bench) throws InterruptedException {
    try (Load load = bench.load()) {
      List<Flooder> flooders = new ArrayList<>();
      List<Listener> listeners = new ArrayList<>();
      for (int i = 0; i < PAIRS; i++) {
        int pair = i;
        flooders.add(load.make(i, loop -> flooder(loop, bench, pair)));
        listeners.add(load.make(i, loop -> listener(loop, bench, pair)));
      }
      load.connect(bench.addresses(), Bench.CONNECT_WITHIN);

      load.run(bench.warmUp(), bench.measure(), Flooder.ACCEPTED);
      double sustainable = perSecond(load, Flooder.ACCEPTED);
      load.drain(bench.drain());
      var builder =
          ResultBuilder.of("overload", bench, load).plan("pairs", PAIRS).plan("times", times);
      builder.figure("sustainable", sustainable, "/s");

      load.pace(Flooder.class, sustainable * times);
      flood(load, flooders, true);
      load.run(Duration.ZERO, bench.measure(), Flooder.ACCEPTED);
      builder
          .figure("due under overload", sustainable * times, "/s")
          .figure("accepted under overload", perSecond(load, Flooder.ACCEPTED), "/s")
          .figure("refused under overload", perSecond(load, Flooder.REFUSED), "/s")
          .figure("held back by clients", perSecond(load, Flooder.HELD_BACK), "/s")
          .latency("accepted, under overload", Flooder.ACCEPTED)
          .latency("refused, under overload", Flooder.REFUSED);
      flood(load, flooders, false);

      boolean recovered = false;
      for (int second = 1; second <= RECOVERED_WITHIN; second++) {
        load.run(Duration.ZERO, Duration.ofSeconds(1), Flooder.ACCEPTED);
        double share = perSecond(load, Flooder.ACCEPTED) / sustainable;
        builder.figure("second " + second + " after", share * PERCENT, "% of sustainable");
        recovered |= share >= RECOVERED_SHARE;
      }
      load.drain(bench.drain());
      long lost = missing(load, flooders, listeners);
      return builder
          .verified(flooders.stream().mapToLong(Flooder::acknowledged).sum())
          .check("unanswered", flooders.stream().mapToLong(Flooder::unanswered).sum())
          .check("answered out of turn", flooders.stream().mapToLong(Flooder::outOfOrder).sum())
          .check("delivered out of order", listeners.stream().mapToLong(Listener::outOfOrder).sum())
          .check("lost", lost)
          .check("not recovered", recovered ? 0 : 1)
          .result();
    }
  }

  private static double perSecond(Load load, String meter) throws InterruptedException {
    return load.measured(meter) / load.phase().seconds();
  }

  private static void flood(Load load, List<Flooder> flooders, boolean now)
      throws InterruptedException {
    load.each(loop -> {
      flooders.stream().filter(flooder -> flooder.isOn(loop)).forEach(f -> f.flood(now));
      return 0;
    });
  }

  /// Pulls the newest message of each conversation from history: acknowledged messages must be
  /// there.
  private static long missing(Load load, List<Flooder> flooders, List<Listener> listeners)
      throws InterruptedException {
    load.each(loop -> {
      for (int i = 0; i < PAIRS; i++) {
        if (listeners.get(i).isOn(loop)) {
          listeners.get(i).lookUp(flooders.get(i).acknowledged());
        }
      }
      return 0;
    });
    load.drain(LOOKED_UP_WITHIN);
    return listeners.stream().filter(listener -> !listener.hasFound()).count();
  }

  private static Flooder flooder(Loop loop, Bench bench, int i) {
    String from = bench.name("from", i);
    Voice voice = bench.dialect().voice(from);
    var saying = voice.sends(Whom.user(bench.name("to", i)), bench.bodyBytes());
    return loop.add(new Flooder(loop, voice, from, saying));
  }

  private static Listener listener(Loop loop, Bench bench, int i) {
    String to = bench.name("to", i);
    Voice voice = bench.dialect().voice(to);
    return loop.add(new Listener(loop, voice, to, Whom.user(bench.name("from", i))));
  }

  /// Receives a flooder's messages. Under overload pushes may be dropped, but those that arrive are
  /// in order.
  private static final class Listener extends LoadDevice {
    private final Whom flooder;
    private long newest;
    private long outOfOrder;
    private long wanted;
    private boolean found = true;

    Listener(Loop loop, Voice voice, String user, Whom flooder) {
      super(loop, voice, user);
      this.flooder = flooder;
    }

    @Override
    public void message(long number, long sequence) {
      if (sequence == wanted) {
        found = true;
      } else if (sequence <= newest) {
        outOfOrder++;
      }
      newest = Math.max(newest, sequence);
    }

    /// Pulls the message of that sequence, which must be the newest.
    void lookUp(long sequence) {
      if (sequence == 0) {
        return;
      }
      wanted = sequence;
      found = false;
      try {
        connection().write(voice().pullsHistory(flooder, 1), sequence - 1);
      } catch (IOException e) {
        fail(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public void page(long cursor, boolean completed) {
      if (!found) {
        fail("no message " + wanted + " in history");
      }
    }

    @Override
    public boolean isDrained() {
      return found;
    }

    boolean hasFound() {
      return found;
    }

    long outOfOrder() {
      return outOfOrder;
    }
  }
}
