package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Voice;
import io.whaleshark.bench.load.Whom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Senders, each with a receiver of its own. Stateless.
final class Pairs {
  private static final String FROM = "from";
  private static final String TO = "to";

  private Pairs() {}

  /// Creates them, unconnected.
  ///
  /// @param inFlight the number of messages in flight per sender, 0 in an open loop
  static List<Sender> make(Load load, Bench bench, int pairs, int inFlight)
      throws InterruptedException {
    return make(load, bench, pairs, inFlight, bench.dialect()::voice);
  }

  /// Creates them, with senders that speak otherwise than their receivers. Of two addresses that
  /// they connect to, the receivers have the first one, and the senders the second.
  ///
  /// @param voices the voice of each sender, by the user's name
  static List<Sender> make(
      Load load, Bench bench, int pairs, int inFlight, Function<String, ? extends Voice> voices)
      throws InterruptedException {
    bench.makeUsers(FROM, pairs);
    bench.makeUsers(TO, pairs);
    List<Sender> senders = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      Voice voice = voices.apply(bench.name(FROM, i));
      int pair = i;
      senders.add(load.make(pair, loop -> pair(loop, bench, pair, inFlight, voice)));
    }
    return senders;
  }

  /// How the names of all senders begin; the number of the pair follows.
  static String sendersBegin(Bench bench) {
    String first = bench.name(FROM, 0);
    return first.substring(0, first.lastIndexOf('-') + 1);
  }

  private static Sender pair(Loop loop, Bench bench, int i, int inFlight, Voice voice) {
    String to = bench.name(TO, i);
    var saying = voice.sends(Whom.user(to), bench.bodyBytes());
    var sender =
        new Sender(loop, voice, bench.name(FROM, i), saying, inFlight) {
          @Override
          long settled() {
            return stream().settled();
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
