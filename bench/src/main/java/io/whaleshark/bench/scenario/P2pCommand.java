package io.whaleshark.bench.scenario;

import io.whaleshark.bench.limits.ForwardSubject;
import io.whaleshark.bench.limits.RawDialect;
import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.report.Figure;
import io.whaleshark.bench.report.Result;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures messages between pairs of users.
@Command(
    name = "p2p",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sends messages between pairs of users, and checks that each arrives once and in order.",
      "Every acknowledged message must reach its receiver."
    },
    footer = {
      "",
      "A closed loop unless --rate is given: each sender keeps the same number of messages in"
          + " flight, so its latency includes the wait behind them. With --rate, messages are due"
          + " at fixed times, and latency counts from when they were due."
    })
final class P2pCommand extends ScenarioCommand {
  @Mixin private Pairing pairing = new Pairing();

  @Option(
      names = "--with-limits",
      description =
          "Also measure a raw forward in the same way, and print the result as a share of it.")
  private boolean withLimits;

  /// This many pairs in a closed loop.
  static P2pCommand of(int pairs, int inFlight) {
    var command = new P2pCommand();
    command.pairing = Pairing.of(pairs, inFlight);
    return command;
  }

  @Override
  protected void check() {
    pairing.check(this);
  }

  @Override
  protected Result measure(Bench bench) throws InterruptedException {
    Result result = measureServer(bench);
    if (!withLimits) {
      return result;
    }
    try (var forward = new ForwardSubject()) {
      Result limit = measureServer(bench.at(forward, new RawDialect(bench.dialect())));
      double share = result.figure(Sender.ACKED) / limit.figure(Sender.ACKED);
      return result
          .and("raw forward", limit)
          .and(new Figure("share of the raw forward", share, "of 1"));
    }
  }

  private Result measureServer(Bench bench) throws InterruptedException {
    try (Load load = bench.load()) {
      List<Sender> senders = Pairs.make(load, bench, pairing.pairs(), pairing.inFlight());
      load.connect(bench.addresses(), Bench.CONNECT_WITHIN);
      pairing.pace(load, Sender.class);
      load.run(bench.warmUp(), bench.measure(), Sender.ACKED);
      load.drain(bench.drain());
      return pairing
          .plan(ResultBuilder.of("p2p", bench, load))
          .rate(Sender.ACKED)
          .rate(StreamReceiver.DELIVERED)
          .cost(Sender.ACKED)
          .latency("send to acknowledgement", Sender.ACKED)
          .latency("send to delivery", StreamReceiver.DELIVERED)
          .streams(senders.stream().map(Sender::stream).toList())
          .result();
    }
  }
}
