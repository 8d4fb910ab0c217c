package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.load.LoadDevice;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Meter;
import io.whaleshark.bench.load.Saying;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/// A sender of a [Spread]: sends one message to each of its receivers in turn, keeps a fixed number
/// in flight, and stops at its goal. Confined to its loop's thread.
class Spreader extends LoadDevice {
  /// The meter of acknowledged messages, with the latency since each was sent.
  static final String STORED = "stored";

  private final Streams streams;
  private final Spread spread;
  private final int self;
  private final Saying[] sayings;
  private final int inFlight;
  private final SentTimes times;
  private final Meter stored;
  private long goal;
  private long acked;

  /// @param self the index of this sender in the streams
  Spreader(Loop loop, Streams streams, int self, int inFlight) {
    super(loop, streams.voice(streams.sender(self)), streams.sender(self));
    this.streams = streams;
    this.spread = streams.spread();
    this.self = self;
    this.inFlight = inFlight;
    this.times = new SentTimes(inFlight);
    this.stored = loop.meter(STORED);
    this.sayings = new Saying[spread.conversationsOfSender(self)];
    for (int i = 0; i < sayings.length; i++) {
      sayings[i] = streams.sends(voice(), spread.conversationOfSender(self, i));
    }
  }

  /// All senders of the streams, on their loops.
  static List<Spreader> all(Load load, Streams streams, int inFlight) throws InterruptedException {
    return all(load, streams, (loop, self) -> new Spreader(loop, streams, self, inFlight));
  }

  /// The same with another kind of sender.
  ///
  /// @param maker receives the index of the sender to create
  static List<Spreader> all(Load load, Streams streams, BiFunction<Loop, Integer, Spreader> maker)
      throws InterruptedException {
    streams.makeUsers();
    var all = new ArrayList<Spreader>();
    for (int i = 0; i < streams.spread().senders(); i++) {
      int self = i;
      all.add(load.make(i, loop -> loop.add(maker.apply(loop, self))));
    }
    return all;
  }

  /// Sets the goal: this many messages in each conversation of these senders.
  static void goal(Load load, List<Spreader> spreaders, long perConversation)
      throws InterruptedException {
    for (int i = 0; i < spreaders.size(); i++) {
      Spreader spreader = spreaders.get(i);
      load.make(i, _ -> spreader.goal = perConversation * spreader.sayings.length);
    }
  }

  @Override
  protected void turn() throws IOException {
    if (!loop().isSending()) {
      return;
    }
    long room = Math.min(inFlight - (times.sent() - acked), goal - times.sent());
    while (room > 0 && connection().isWritable()) {
      ByteBuffer out = loop().output();
      for (; room > 0 && fits(out); room--) {
        append(out);
      }
      connection().write(out.flip());
    }
  }

  private boolean fits(ByteBuffer out) {
    return out.remaining() >= sayings[(int) (times.sent() % sayings.length)].bytesAtMost();
  }

  private void append(ByteBuffer out) {
    long order = times.next(loop().nowNanos());
    int i = (int) (order % sayings.length);
    int conversation = spread.conversationOfSender(self, i);
    long number = spread.number(conversation, order / sayings.length);
    streams.sending(conversation);
    sayings[i].append(out, number);
  }

  @Override
  public void acked(long number, long sequence) {
    long order = orderOf(number);
    if (order < 0 || order >= times.sent()) {
      super.acked(number, sequence);
      return;
    }
    streams.acked(number, sequence);
    acked++;
    stored.record(times.of(order));
  }

  /// The index of the message among this sender's messages, or -1 if another sender sent it.
  private long orderOf(long number) {
    if (number < 0 || spread.senderOf(spread.conversationOf(number)) != self) {
      return -1;
    }
    int i = spread.conversationOf(number) / spread.senders();
    return spread.placeOf(number) * sayings.length + i;
  }

  @Override
  public boolean isDrained() {
    return acked >= goal;
  }

  /// The number of sent messages.
  final long sent() {
    return times.sent();
  }
}
