package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Whom;
import java.util.ArrayList;
import java.util.List;

/// Senders, each with a receiver of its own. Stateless.
final class Pairs {
  private Pairs() {}

  /// Creates them, unconnected.
  ///
  /// @param inFlight the number of messages in flight per sender, 0 in an open loop
  static List<Sender> make(Load load, Bench bench, int pairs, int inFlight)
      throws InterruptedException {
    bench.makeUsers("from", pairs);
    bench.makeUsers("to", pairs);
    List<Sender> senders = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      int pair = i;
      senders.add(load.make(pair, loop -> pair(loop, bench, pair, inFlight)));
    }
    return senders;
  }

  private static Sender pair(Loop loop, Bench bench, int i, int inFlight) {
    String from = bench.name("from", i);
    String to = bench.name("to", i);
    var voice = bench.dialect().voice(from);
    var saying = voice.sends(Whom.user(to), bench.bodyBytes());
    var sender =
        new Sender(loop, voice, from, saying, inFlight) {
          @Override
          long settled() {
            return Math.min(stream().acked(), stream().arrived());
          }

          @Override
          public boolean isDrained() {
            return settled() >= times().sent();
          }
        };
    loop.add(new StreamReceiver(loop, bench.dialect().voice(to), to, sender));
    return loop.add(sender);
  }
}
