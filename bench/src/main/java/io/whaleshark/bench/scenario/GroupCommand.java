package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Whom;
import io.whaleshark.bench.report.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures messages to groups whose members are all online.
@Command(
    name = "group",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sends messages to groups, and checks that each member gets each of them once and in order.",
      "Every acknowledged message must reach every other member. A delivery is one message at one"
          + " member."
    },
    footer = {
      "",
      "A closed loop unless --rate is given: a message is in flight until it is acknowledged and,"
          + " counted over the group, delivered. With --rate, messages are due at fixed times, and"
          + " latency counts from when they were due."
    })
final class GroupCommand extends ScenarioCommand {
  @Option(
      names = "--groups",
      paramLabel = "N",
      description =
          "Number of groups, each with one author and its own members (default ${DEFAULT-VALUE}).")
  private int groups = 10;

  @Option(
      names = "--members",
      paramLabel = "N",
      description =
          "Number of members of each group, including its author (default ${DEFAULT-VALUE}).")
  private int members = 100;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description = "Number of messages of each author in flight (default ${DEFAULT-VALUE}).")
  private int inFlight = 20;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Messages per second over all authors, in an open loop (default: a closed loop).")
  private int rate;

  @Override
  protected void check() {
    require("--groups", groups, 1, 10_000);
    require("--members", members, 2, 100_000);
    require("--in-flight", inFlight, 1, 10_000);
    require("--rate", rate, 0, 10_000_000);
    if (rate > 0) {
      refuse("--in-flight", "not used with --rate (expected: one of them)");
    }
  }

  @Override
  protected Result measure(Bench bench) throws InterruptedException {
    bench.makeUsers("member", groups * members);
    for (int group = 0; group < groups; group++) {
      bench.dialect().makeGroup(bench.name("group", group), membersOf(bench, group));
    }
    try (Load load = bench.load()) {
      List<GroupSender> senders = new ArrayList<>();
      for (int i = 0; i < groups; i++) {
        int group = i;
        senders.add(load.make(group, loop -> group(loop, bench, group)));
      }
      load.connect(bench.addresses(), Bench.CONNECT_WITHIN);
      if (rate > 0) {
        load.pace(GroupSender.class, rate);
      }
      load.run(bench.warmUp(), bench.measure(), StreamReceiver.DELIVERED);
      load.drain(bench.drain());
      return ResultBuilder.of("group", bench, load)
          .plan("groups", groups)
          .plan("members of each", members)
          .plan(rate > 0 ? "rate" : "in flight", rate > 0 ? rate : inFlight)
          .rate(StreamReceiver.DELIVERED)
          .rate(Sender.ACKED)
          .cost(StreamReceiver.DELIVERED)
          .latency("send to acknowledgement", Sender.ACKED)
          .latency("send to delivery", StreamReceiver.DELIVERED)
          .streams(senders.stream().map(Sender::stream).toList())
          .result();
    }
  }

  private List<String> membersOf(Bench bench, int group) {
    return IntStream.range(group * members, (group + 1) * members)
        .mapToObj(i -> bench.name("member", i))
        .toList();
  }

  private GroupSender group(Loop loop, Bench bench, int group) {
    List<String> names = membersOf(bench, group);
    String author = names.getFirst();
    var voice = bench.dialect().voice(author);
    var saying = voice.sends(Whom.group(bench.name("group", group)), bench.bodyBytes());
    var sender = new GroupSender(loop, voice, author, saying, rate > 0 ? 0 : inFlight);
    names.stream()
        .skip(1)
        .map(name -> sender.newMember(bench.dialect().voice(name), name))
        .forEach(loop::add);
    return loop.add(sender);
  }
}
