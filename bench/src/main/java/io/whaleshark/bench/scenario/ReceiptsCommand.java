package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Meter;
import io.whaleshark.bench.load.Saying;
import io.whaleshark.bench.load.Voice;
import io.whaleshark.bench.load.Whom;
import io.whaleshark.bench.report.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Measures messages that are read immediately, up to the receipt at their author.
@Command(
    name = "receipts",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sends messages that are read at once, and measures the time until their author is told.",
      "Pairs of users; the receiver reports each message as read by itself, as soon as it arrives."
          + " Measures from the send until the author gets the receipt, and checks that every read"
          + " is reported."
    })
final class ReceiptsCommand extends ScenarioCommand {
  private static final String TOLD = "read and told";

  @Mixin private final Pairing pairing = new Pairing();

  @Override
  protected void check() {
    pairing.check(this);
  }

  @Override
  protected Result measure(Bench bench) throws InterruptedException {
    bench.makeUsers("from", pairing.pairs());
    bench.makeUsers("to", pairing.pairs());
    try (Load load = bench.load()) {
      List<Author> authors = new ArrayList<>();
      for (int i = 0; i < pairing.pairs(); i++) {
        int pair = i;
        authors.add(load.make(pair, loop -> pair(loop, bench, pair)));
      }
      load.connect(bench.addresses(), Bench.CONNECT_WITHIN);
      pairing.pace(load, Author.class);
      load.run(bench.warmUp(), bench.measure(), TOLD);
      load.drain(bench.drain());
      return pairing
          .plan(ResultBuilder.of("receipts", bench, load))
          .rate(TOLD)
          .cost(TOLD)
          .latency("send to acknowledgement", Sender.ACKED)
          .latency("send to delivery", StreamReceiver.DELIVERED)
          .latency("send to receipt", TOLD)
          .streams(authors.stream().map(Sender::stream).toList())
          .check("untold reads", authors.stream().mapToLong(Author::untold).sum())
          .check("receipts that move back", authors.stream().mapToLong(Author::backwards).sum())
          .result();
    }
  }

  private Author pair(Loop loop, Bench bench, int i) {
    String from = bench.name("from", i);
    String to = bench.name("to", i);
    var author = new Author(loop, bench, from, to, pairing.inFlight());
    loop.add(new Reader(loop, bench.dialect().voice(to), to, author));
    return loop.add(author);
  }

  /// Sends, and waits for the receipt of each message.
  private static final class Author extends Sender {
    private final Meter told;
    private long readUpTo;
    private long backwards;

    Author(Loop loop, Bench bench, String user, String to, int inFlight) {
      this(loop, bench.dialect().voice(user), user, Whom.user(to), bench.bodyBytes(), inFlight);
    }

    private Author(Loop loop, Voice voice, String user, Whom to, int bodyBytes, int inFlight) {
      super(loop, voice, user, voice.sends(to, bodyBytes), inFlight);
      told = loop.meter(TOLD);
    }

    /// A receipt covers every message up to its sequence that no earlier receipt covered.
    @Override
    public void read(long sequence) {
      if (sequence > times().sent()) {
        super.read(sequence);
      } else if (sequence <= readUpTo) {
        backwards++;
      }
      for (; readUpTo < sequence; readUpTo++) {
        told.record(times().of(readUpTo));
      }
    }

    @Override
    long done() {
      return Math.min(readUpTo, stream().acked());
    }

    @Override
    public boolean isDrained() {
      return done() >= times().sent();
    }

    long untold() {
      return stream().arrived() - readUpTo;
    }

    long backwards() {
      return backwards;
    }
  }

  /// Reports each message as read separately.
  private static final class Reader extends StreamReceiver {
    private final Saying reads;
    private long arrivedUpTo;
    private long reportedUpTo;

    Reader(Loop loop, Voice voice, String user, Sender author) {
      super(loop, voice, user, author);
      reads = voice.reads(Whom.user(author.user()));
    }

    @Override
    public void message(long number, long sequence) {
      super.message(number, sequence);
      arrivedUpTo = Math.max(arrivedUpTo, number + 1);
    }

    @Override
    protected void turn() throws IOException {
      while (reportedUpTo < arrivedUpTo && connection().isWritable()) {
        var out = loop().output();
        while (reportedUpTo < arrivedUpTo && out.remaining() >= reads.bytesAtMost()) {
          reads.append(out, ++reportedUpTo);
        }
        connection().write(out.flip());
      }
    }
  }
}
