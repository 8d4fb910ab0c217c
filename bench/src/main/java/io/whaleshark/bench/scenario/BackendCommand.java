package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Address;
import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.report.Check;
import io.whaleshark.bench.report.Figure;
import io.whaleshark.bench.report.Latency;
import io.whaleshark.bench.report.Result;
import io.whaleshark.bench.whale.BackendConnection;
import io.whaleshark.protocol.JsonWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures what an application's backend does.
@Command(
    name = "backend",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures the server API: sends one by one, sends in batches, and what is asked of a user.",
      "Each connection sends in the name of a user of its own to another one, and waits for each"
          + " answer. One by one, the receivers are connected, and every message is checked as by"
          + " p2p, which is measured in the same way after it, with devices in place of"
          + " connections. In batches, checks the sequence in every answer, and at the end the"
          + " newest message of every conversation. Then one connection asks about a user with"
          + " many conversations, and checks the unread count."
    },
    footer = {
      "",
      "In batches and at questions each connection has a thread: on a machine of few processors the"
          + " generator takes a large part of them."
    })
final class BackendCommand extends ScenarioCommand {
  private static final String PREFIX = "/v1/apps/" + APP;
  private static final Pattern SEQUENCE = Pattern.compile("\"messageSequence\":(\\d+)");
  private static final byte[] NOTHING = new byte[0];
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MILLION = 1e6;
  private static final int BATCH_AT_MOST = 500;
  private static final String ONE_BY_ONE = "one by one";

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Number of connections that send at once (default ${DEFAULT-VALUE}).")
  private int connections = 32;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Number of messages in a batch (default ${DEFAULT-VALUE}).")
  private int batch = 100;

  @Option(
      names = "--conversations",
      paramLabel = "N",
      description =
          "Number of conversations of the user who is asked about (default ${DEFAULT-VALUE}).")
  private int conversations = 500;

  @Override
  protected void check() {
    require("--connections", connections, 1, 1_000);
    require("--batch", batch, 1, BATCH_AT_MOST);
    require("--conversations", conversations, 1, 10_000);
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("WHALESHARK_REQUESTS_PER_USER", "0");
  }

  @Override
  protected Result measure(Bench bench) throws InterruptedException {
    giveConversations(bench);
    Result oneByOne = oneByOne(bench);
    Result devices = P2pCommand.of(connections, 1).measure(bench.anew());
    double share = oneByOne.figure(Sender.ACKED) / devices.figure(Sender.ACKED);
    return new Result(
            "backend",
            bench.dialect().name() + " " + bench.subject().name(),
            new TreeMap<>(
                Map.of(
                    "connections", "" + connections,
                    "batch", "" + batch,
                    "conversations", "" + conversations,
                    "body", bench.bodyBytes() + " bytes")),
            List.of(),
            List.of(),
            0,
            List.of(),
            List.of())
        .and(ONE_BY_ONE, oneByOne)
        .and("devices", devices)
        .and(new Figure(ONE_BY_ONE + ", share of the devices", share, "of 1"))
        .and("in batches", batches(bench))
        .and("GET of a user", questions(bench));
  }

  /// As `p2p` does it, but that senders write over HTTP.
  private Result oneByOne(Bench bench) throws InterruptedException {
    try (Load load = bench.load()) {
      List<Sender> senders = Pairs.make(load, bench, connections, 1, bench.whale()::backend);
      load.connect(List.of(bench.address(), bench.subject().http()), Bench.CONNECT_WITHIN);
      load.run(bench.warmUp(), bench.measure(), Sender.ACKED);
      load.drain(bench.drain());
      return ResultBuilder.of("", bench, load)
          .rate(Sender.ACKED)
          .cost(Sender.ACKED)
          .latency("call to answer", Sender.ACKED)
          .latency("call to delivery", StreamReceiver.DELIVERED)
          .streams(senders.stream().map(Sender::stream).toList())
          .result();
    }
  }

  /// What has to be there before somebody is asked about.
  private void giveConversations(Bench bench) {
    List<byte[]> messages =
        IntStream.range(0, conversations)
            .mapToObj(i -> message(bench, "first", bench.name("peer", i), reader(bench)))
            .toList();
    try (BackendConnection connection = new BackendConnection(bench.subject().http())) {
      for (int from = 0; from < conversations; from += BATCH_AT_MOST) {
        int to = Math.min(conversations, from + BATCH_AT_MOST);
        String _ = connection.ask("POST", PREFIX + "/messages/batch", all(messages, from, to));
      }
    }
  }

  private static String reader(Bench bench) {
    return bench.name("reader", 0);
  }

  private Result batches(Bench bench) throws InterruptedException {
    List<HttpCaller> callers =
        run(
            bench,
            connections,
            i -> {
              String from = bench.name("many-from", i);
              String to = bench.name("many-to", i);
              return (over, number) -> sendMany(bench, over, from, to, number);
            });
    Measured outcome = outcome(bench, callers, batch, "messages");
    long lost = 0;
    try (BackendConnection connection = new BackendConnection(bench.subject().http())) {
      for (int i = 0; i < connections; i++) {
        String newest =
            connection.ask(
                "GET",
                PREFIX
                    + "/conversations/messages?maxLimit=1&fromId="
                    + bench.name("many-from", i)
                    + "&toId="
                    + bench.name("many-to", i),
                NOTHING);
        lost += Math.abs(callers.get(i).made() * batch - newestSequence(newest));
      }
    }
    return outcome.result(new Check("messages that are not there, or too many", lost));
  }

  private boolean sendMany(
      Bench bench, BackendConnection over, String from, String to, long number) {
    List<byte[]> messages = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      messages.add(message(bench, "m" + (number * batch + i), from, to));
    }
    String answer = over.ask("POST", PREFIX + "/messages/batch", all(messages, 0, messages.size()));
    return newestSequence(answer) == (number + 1) * batch
        && SEQUENCE.matcher(answer).results().count() == batch;
  }

  private Result questions(Bench bench) throws InterruptedException {
    String path = PREFIX + "/users/" + reader(bench);
    String right = "\"unreadCount\":" + conversations + ",";
    List<HttpCaller> callers =
        run(bench, 1, _ -> (over, _) -> over.ask("GET", path, NOTHING).contains(right));
    return outcome(bench, callers, 1, "answers").result();
  }

  private static List<HttpCaller> run(Bench bench, int count, IntFunction<HttpCaller.Call> calls) {
    Address server = bench.subject().http();
    return IntStream.range(0, count)
        .mapToObj(i ->
            new HttpCaller(server, "backend-" + i, calls.apply(i), bench.warmUp(), bench.measure()))
        .toList();
  }

  /// What came of a phase.
  private record Measured(List<HttpCaller> callers, List<Figure> figures, int each) {

    Result result(Check... more) {
      Histogram latency = new Histogram(3);
      callers.forEach(caller -> latency.add(caller.latency()));
      List<Check> checks = new ArrayList<>(List.of(more));
      checks.add(new Check("wrong answers", callers.stream().mapToLong(HttpCaller::wrong).sum()));
      return new Result(
          "",
          "",
          Map.of(),
          figures,
          List.of(new Latency("call to answer", latency)),
          callers.stream().mapToLong(HttpCaller::made).sum() * each,
          checks,
          callers.stream().flatMap(caller -> caller.failure().stream()).distinct().toList());
    }
  }

  private static Measured outcome(Bench bench, List<HttpCaller> callers, int each, String what)
      throws InterruptedException {
    callers.getFirst().join(bench.warmUp());
    Duration before = cpu(bench);
    for (HttpCaller caller : callers) {
      caller.join();
    }
    double server = cpu(bench).minus(before).toNanos() / NANOS_PER_SECOND;
    double measured = callers.stream().mapToLong(HttpCaller::measured).sum() * (double) each;
    double seconds = bench.measure().toNanos() / NANOS_PER_SECOND;
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure(what, measured / seconds, "/s"));
    if (server > 0) {
      figures.add(new Figure("server, per million " + what, server / measured * MILLION, "CPU-s"));
      figures.add(new Figure("server", server / seconds, "cores"));
    }
    return new Measured(callers, figures, each);
  }

  private static Duration cpu(Bench bench) {
    return bench.subject().cpu().values().stream().reduce(Duration.ZERO, Duration::plus);
  }

  private static byte[] message(Bench bench, String id, String from, String to) {
    return new JsonWriter(bench.bodyBytes() + 200)
        .startObject()
        .name("messageId")
        .text(id)
        .name("fromId")
        .text(from)
        .name("toId")
        .text(to)
        .name("messageBody")
        .text("x".repeat(bench.bodyBytes()))
        .endObject()
        .toBytes();
  }

  private static byte[] all(List<byte[]> messages, int from, int to) {
    JsonWriter json = new JsonWriter(1 << 14).startObject().name("messages").startArray();
    messages.subList(from, to).forEach(json::raw);
    return json.endArray().endObject().toBytes();
  }

  /// The last sequence in an answer; 0 if it has none.
  private static long newestSequence(String answer) {
    long newest = 0;
    Matcher matcher = SEQUENCE.matcher(answer);
    while (matcher.find()) {
      newest = Long.parseLong(matcher.group(1));
    }
    return newest;
  }
}
