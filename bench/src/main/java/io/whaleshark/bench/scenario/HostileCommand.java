package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Address;
import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.report.Result;
import io.whaleshark.bench.scenario.Crowd.Members;
import io.whaleshark.bench.whale.WhaleDialect;
import io.whaleshark.protocol.Request;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures the effect of hostile clients on the others, and on the server's memory.
@Command(
    name = "hostile",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures how well users chat while hostile clients attack the server.",
      "Pairs of users chat at an even rate before, during and after the attack. The hostile clients"
          + " are silent, slow, never read, log in with forged tokens, or send frames that are too"
          + " large, too deep or malformed. Compares latency, and the memory of the server."
    })
final class HostileCommand extends ScenarioCommand {
  private static final int PAIRS = 50;
  private static final double MIB = 1 << 20;
  private static final int FEW = 20;
  private static final long AT_ONCE = 1;
  private static final long SOON = 100;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Messages per second of the other users (default ${DEFAULT-VALUE}).")
  private int rate = 5_000;

  @Option(
      names = "--memory-mib",
      paramLabel = "N",
      description = "Most memory that the server may use, in MiB (default ${DEFAULT-VALUE}).")
  private int memoryMib = 1_024;

  @Option(
      names = "--crowd",
      paramLabel = "N",
      description = "Number of silent clients, and of slow ones (default ${DEFAULT-VALUE}).")
  private int crowdSize = 1_000;

  @Override
  protected void check() {
    require("--crowd", crowdSize, 1, 20_000);
    require("--rate", rate, 1, 1_000_000);
    require("--memory-mib", memoryMib, 1, 1_000_000);
  }

  /// Login is open; a token that is present is still verified.
  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "WHALESHARK_APP_DEFAULTS_TOKEN_KEYS",
        "bench=hs256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  }

  @Override
  protected Result measure(Bench bench) throws InterruptedException {
    try (Load load = bench.load()) {
      List<Sender> senders = Pairs.make(load, bench, PAIRS, 0);
      load.connect(bench.addresses(), Bench.CONNECT_WITHIN);
      load.pace(Sender.class, rate);
      load.run(bench.warmUp(), bench.measure(), Sender.ACKED);
      Histogram before = load.latency(StreamReceiver.DELIVERED);
      long memoryBefore = bench.subject().residentBytes();
      Histogram during;
      long memoryDuring;
      var builder =
          ResultBuilder.of("hostile", bench, load)
              .plan("pairs", PAIRS)
              .plan("rate", rate)
              .plan("crowd", crowdSize);
      try (Crowd crowd = new Crowd(victim(bench))) {
        invite(crowd);
        load.run(bench.measure(), bench.measure(), Sender.ACKED);
        during = load.latency(StreamReceiver.DELIVERED);
        memoryDuring = bench.subject().residentBytes();
        tell(crowd, builder);
      }
      load.run(bench.measure(), bench.measure(), Sender.ACKED);
      Histogram after = load.latency(StreamReceiver.DELIVERED);
      load.drain(bench.drain());
      return builder
          .figure("memory before", memoryBefore / MIB, "MiB")
          .figure("memory during", memoryDuring / MIB, "MiB")
          .figure("memory after", bench.subject().residentBytes() / MIB, "MiB")
          .latency("delivery before", before)
          .latency("delivery during", during)
          .latency("delivery after", after)
          .streams(senders.stream().map(Sender::stream).toList())
          .check("MiB too much", Math.max(0, Math.round(memoryDuring / MIB) - memoryMib))
          .result();
    }
  }

  private static void tell(Crowd crowd, ResultBuilder builder) {
    for (Misdeed misdeed : Misdeed.values()) {
      long times = crowd.count(misdeed);
      if (times > 0) { // clients that only hold a connection are not counted meanwhile
        builder.figure(ResultBuilder.words(misdeed), (double) times, "times");
      }
    }
  }

  private void invite(Crowd crowd) {
    crowd.invite(Misdeed.SILENT, new Members(crowdSize, SOON));
    crowd.invite(Misdeed.SLOW_LORIS, new Members(crowdSize, SOON));
    crowd.invite(Misdeed.NEVER_READS, new Members(FEW, SOON));
    crowd.invite(Misdeed.FORGED_LOGIN, new Members(FEW, AT_ONCE));
    crowd.invite(Misdeed.HUGE_LENGTH, new Members(1, SOON));
    crowd.invite(Misdeed.OVERSIZED, new Members(1, SOON));
    crowd.invite(Misdeed.DEEP_JSON, new Members(1, SOON));
    crowd.invite(Misdeed.BROKEN_TEXT, new Members(1, SOON));
    crowd.invite(Misdeed.NOISE, new Members(1, SOON));
  }

  private static Misdeed.Victim victim(Bench bench) {
    var dialect = new WhaleDialect(ScenarioCommand.APP, bench.subject().http());
    var users = new AtomicInteger();
    return new Misdeed.Victim() {
      @Override
      public Address address() {
        return bench.address();
      }

      @Override
      public byte[] login(String kind) {
        String name = bench.name(kind, users.incrementAndGet());
        return dialect.voice(name).frame(new Request.LogIn(name, null, null));
      }

      @Override
      public byte[] forgedLogin() {
        String name = bench.name("forger", users.incrementAndGet());
        return dialect.voice(name).frame(new Request.LogIn(name, "e30.e30.e30", null));
      }

      @Override
      public byte[] question() {
        return dialect.voice(bench.run() + "-deaf").frame(new Request.Ping(true, null));
      }
    };
  }
}
