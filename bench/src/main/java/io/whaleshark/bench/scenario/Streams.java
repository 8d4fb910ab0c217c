package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Saying;
import io.whaleshark.bench.load.Voice;
import io.whaleshark.bench.load.Whom;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/// The conversations of a spread: who is in them, and whether their messages came as promised. Who
/// hears of one conversation at the same time does so on one thread; what is asked of all is asked
/// when nothing is under way.
final class Streams {
  private final Bench bench;
  private final Spread spread;
  private final String from;
  private final String to;
  private final Verifier[] verifiers;

  /// @param from the kind of name that senders have
  /// @param to the kind of name that receivers have
  Streams(Bench bench, Spread spread, String from, String to) {
    this.bench = bench;
    this.spread = spread;
    this.from = from;
    this.to = to;
    this.verifiers =
        IntStream.range(0, spread.conversations())
            .mapToObj(_ -> new Verifier())
            .toArray(Verifier[]::new);
  }

  /// Makes the users known to the server.
  void makeUsers() {
    bench.makeUsers(from, spread.senders());
    bench.makeUsers(to, spread.receivers());
  }

  Spread spread() {
    return spread;
  }

  /// The name of the i-th sender.
  String sender(int i) {
    return bench.name(from, i);
  }

  /// The name of the i-th receiver.
  String receiver(int i) {
    return bench.name(to, i);
  }

  /// A device of a user.
  Voice voice(String user) {
    return bench.dialect().voice(user);
  }

  /// Messages of a conversation's sender.
  Saying sends(Voice voice, int conversation) {
    String receiver = receiver(spread.receiverOf(conversation));
    return voice.sends(Whom.user(receiver), bench.bodyBytes());
  }

  /// An acknowledgement came.
  void acked(long number, long sequence) {
    verifiers[spread.conversationOf(number)].acked(spread.placeOf(number), sequence);
  }

  /// A message came to its receiver.
  void delivered(long number, long sequence) {
    verifiers[spread.conversationOf(number)].delivered(spread.placeOf(number), sequence);
  }

  /// The same messages, of which none has come yet.
  Streams again() {
    return again(_ -> true);
  }

  /// The same for some of the conversations; of the others none is expected.
  Streams again(IntPredicate some) {
    var again = new Streams(bench, spread, from, to);
    for (int i = 0; i < verifiers.length; i++) {
      long acked = some.test(i) ? verifiers[i].acked() : 0;
      for (long n = 0; n < acked; n++) {
        again.verifiers[i].acked(n, n + 1);
      }
    }
    return again;
  }

  /// How many have come to a receiver, each counted once.
  long arrived(int receiver) {
    int first = receiver * spread.sendersEach();
    long sum = 0;
    for (int c = first; c < first + spread.sendersEach(); c++) {
      sum += verifiers[c].arrived();
    }
    return sum;
  }

  /// Whether the message of this number is one for that receiver.
  boolean isFor(int receiver, long number) {
    return number >= 0 && spread.receiverOf(spread.conversationOf(number)) == receiver;
  }

  /// Whether the message of this number is one of that conversation.
  boolean isOf(int conversation, long number) {
    return number >= 0 && spread.conversationOf(number) == conversation;
  }

  /// Of all conversations.
  long sum(ToLongFunction<Verifier> of) {
    return Arrays.stream(verifiers).mapToLong(of).sum();
  }
}
