package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Ear;
import io.whaleshark.bench.load.Saying;
import io.whaleshark.bench.load.Voice;
import io.whaleshark.bench.load.Whom;
import io.whaleshark.checker.StreamChecker;
import io.whaleshark.checker.StreamChecker.Receiver;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The conversations of a spread: their participants, and the verification of their messages. The
/// devices that report on one conversation at the same time run on one thread; methods about all
/// conversations are called when nothing is in flight.
final class Streams {
  private final Bench bench;
  private final Spread spread;
  private final String from;
  private final String to;
  private final StreamChecker[] checkers;
  private final @Nullable Receiver[] receivers;

  /// Creates conversations without receivers; see [#heard].
  ///
  /// @param from the kind of name that senders have
  /// @param to the kind of name that receivers have
  Streams(Bench bench, Spread spread, String from, String to) {
    this.bench = bench;
    this.spread = spread;
    this.from = from;
    this.to = to;
    this.checkers = new StreamChecker[spread.conversations()];
    Arrays.setAll(checkers, _ -> new StreamChecker());
    this.receivers = new Receiver[checkers.length];
  }

  private Streams(Streams same, IntPredicate some) {
    bench = same.bench;
    spread = same.spread;
    from = same.from;
    to = same.to;
    checkers = same.checkers;
    receivers = new Receiver[checkers.length];
    for (int i = 0; i < receivers.length; i++) {
      receivers[i] = some.test(i) ? checkers[i].receiver() : null;
    }
  }

  /// Returns the same conversations with a new verification of deliveries: every message must still
  /// be delivered.
  Streams heard() {
    return heard(_ -> true);
  }

  /// The same for some of the conversations.
  Streams heard(IntPredicate some) {
    return new Streams(this, some);
  }

  /// Creates the users on the server.
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

  /// The next message of a conversation is about to be sent.
  void sending(int conversation) {
    checkers[conversation].sending();
  }

  /// An acknowledgement came.
  void acked(long number, long sequence) {
    long n = spread.placeOf(number);
    checkers[spread.conversationOf(number)].acked(n, Ear.placeOf(n, sequence));
  }

  /// A message came to its receiver.
  void delivered(long number, long sequence) {
    long n = spread.placeOf(number);
    receiverIn(spread.conversationOf(number)).delivered(n, Ear.placeOf(n, sequence));
  }

  private Receiver receiverIn(int conversation) {
    return Objects.requireNonNull(receivers[conversation], "nobody hears of this conversation");
  }

  /// The number of messages that arrived at a receiver, each counted once.
  long arrived(int receiver) {
    int first = receiver * spread.sendersEach();
    long sum = 0;
    for (int c = first; c < first + spread.sendersEach(); c++) {
      sum += receiverIn(c).arrived();
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

  /// The verification of each conversation, sending and receiving.
  List<StreamChecker> checkers() {
    return List.of(checkers);
  }
}
