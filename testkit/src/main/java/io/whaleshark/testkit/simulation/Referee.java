package io.whaleshark.testkit.simulation;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.ReferenceEngine;
import io.whaleshark.testkit.simulation.Chat.Line;
import io.whaleshark.testkit.simulation.Telling.Expected;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Watches the lane turn by turn: its commands, whether they were stored, and every answer and
/// push. Each field of these must be what the [Model] predicts. Confined to the simulation's
/// thread.
final class Referee {

  /// One turn.
  ///
  /// @param readsFail whether what is read outside of a transaction cannot be read in it
  record Moment(AppPolicy policy, long now, boolean readsFail) {}

  private final AppPolicy policy;
  private final Consumer<String> violated;
  private final Model model = new Model();
  private final Decisions decisions;
  private final Online online = new Online();
  private final ReceiptClock receipts;
  private final Answers answers;

  private final Deque<Asked> submitted = new ArrayDeque<>();
  private final Map<Connection, List<Object>> told = new IdentityHashMap<>();
  private final List<Connection> toldTo = new ArrayList<>(); // in order: one seed is one story
  private List<Asked> batch = List.of();
  private boolean isInTurn;
  private boolean isStored;
  private boolean isUnsettled; // a commit has begun, and the lane does not know what became of it
  private boolean isSettled; // it has found out in this turn

  /// What was stored without the lane knowing.
  private List<Decisions.Consequence> unsettled = List.of();

  /// What is stored and could not be told.
  private final List<Decisions.Consequence> untold = new ArrayList<>();

  Referee(AppPolicy policy, Consumer<String> violated) {
    this.policy = policy;
    this.violated = violated;
    this.decisions = new Decisions(model, policy);
    this.receipts = new ReceiptClock(policy.receiptInterval().toMillis() * 1_000);
    this.answers = new Answers(model, policy);
  }

  // --- what happens ---

  void submitted(Asked asked) {
    submitted.add(asked);
  }

  /// What is in the lane.
  Stream<Asked> submitted() {
    return submitted.stream();
  }

  /// A sweep begins.
  ///
  /// @param keepFrom the stamp of the oldest message to keep
  void sweepBegins(long keepFrom) {
    model.mayExpire(keepFrom);
  }

  boolean mayHaveExpired(long stamp) {
    return model.mayHaveExpired(stamp);
  }

  /// A sweep went through all that was due.
  void swept(long keepFrom) {
    model
        .outlived(keepFrom)
        .ifPresent(
            message -> violated.accept("P10 " + message.id + " is kept beyond its retention"));
  }

  void turnBegins() {
    batch = List.of();
    told.clear();
    toldTo.clear();
    isInTurn = true;
    isStored = false;
    isSettled = false;
  }

  void batchBegins(int commands) {
    List<Asked> taken = new ArrayList<>();
    for (int i = 0; i < commands; i++) {
      taken.add(submitted.removeFirst());
    }
    batch = taken;
  }

  /// A transaction has begun: the lane can see what became of the commit before.
  void begun() {
    isSettled |= isUnsettled;
    isUnsettled = false;
  }

  void commitBegins() {
    isUnsettled = true;
  }

  void stored() {
    isStored = true;
  }

  /// A batch was committed, if there was anything to commit.
  void committed() {
    isStored = true;
    isUnsettled = false;
  }

  void answered(Asked asked, Answer answer) {
    asked.answers.add(answer);
    if (asked.over != null) {
      told(asked.over, asked);
    }
  }

  void pushed(Connection connection, Push push) {
    told(connection, push);
  }

  void displaced(Connection connection, DeviceId by) {
    told(connection, by);
  }

  private void told(Connection connection, Object what) {
    if (!isInTurn) {
      violated.accept("P1 told outside of a turn: " + what);
    }
    List<Object> already = told.get(connection);
    if (already == null) {
      already = new ArrayList<>();
      told.put(connection, already);
      toldTo.add(connection);
    }
    already.add(what);
  }

  /// The node died: what it knew is gone, what it stored is not.
  void died(long now, ReferenceEngine store) {
    if (isStored) {
      decide(now, store);
    }
    submitted.clear();
    batch = List.of();
    online.clear();
    receipts.clear();
    unsettled = List.of();
    untold.clear();
    isUnsettled = false;
    isInTurn = false;
  }

  // --- what has to come of it ---

  /// A turn ended: all it told is compared with all it had to tell.
  void turnEnded(long now, boolean readsFail, ReferenceEngine store) {
    isInTurn = false;
    receipts.turnAt(now);
    Telling telling = new Telling(model, online, receipts, new Moment(policy, now, readsFail));
    if (readsFail) {
      online.forEach(present -> present.isInDoubt = true);
      receipts.doubt();
    }
    if (isSettled) {
      telling.others(unsettled);
      unsettled = List.of();
    }
    consequences(now, store).forEach(consequence -> consequence.tell(telling));
    if (!isUnsettled) {
      if (!readsFail) {
        telling.others(untold);
        untold.clear();
      }
      telling.tick();
    }
    untold.addAll(telling.untold());
    compareAnswers(telling);
    compareTold(telling, readsFail);
    if (!readsFail) {
      receipts.turnEnded();
    }
  }

  private List<Decisions.Consequence> consequences(long now, ReferenceEngine store) {
    List<Decisions.Consequence> decided = isStored ? decide(now, store) : List.of();
    if (isStored && !isUnsettled) {
      return decided;
    }
    // Nobody knows whether it was stored: all is refused but what needs no store.
    if (isStored) {
      unsettled =
          IntStream.range(0, batch.size())
              .filter(i -> !Decisions.isOfConnection(batch.get(i)))
              .mapToObj(decided::get)
              .toList();
    }
    return batch.stream().map(asked -> decisions.withoutStore(asked, now)).toList();
  }

  private List<Decisions.Consequence> decide(long now, ReferenceEngine store) {
    List<Decisions.Consequence> decided =
        batch.stream().map(asked -> decisions.decide(asked, now)).toList();
    Optional<String> wrong = model.stored(store.newestStamp(), said -> stored(store, said));
    wrong.ifPresent(violated);
    // If the store lacks a write, it does not determine what must be told.
    return wrong.isPresent() ? List.of() : decided;
  }

  /// What the model knows of a conversation.
  Chat chat(ConversationId conversation) {
    return model.chat(conversation);
  }

  /// What the model knows of all conversations.
  Iterable<Chat> chats() {
    return model.chats();
  }

  private static Optional<Message> stored(ReferenceEngine store, Line said) {
    return store.messages().message(said.chat.id, said.sequence);
  }

  private void compareAnswers(Telling telling) {
    for (Asked asked : batch) {
      Answer expected = telling.answers().get(asked);
      boolean same =
          asked.answers.size() == 1
              && expected != null
              && isSame(expected, asked.answers.getFirst());
      if (!same) {
        violated.accept("P2 " + asked + " (expected: " + expected + ")");
      }
    }
  }

  private static boolean isSame(Answer expected, Answer given) {
    return switch (given) {
      case Answer.Refused(Refusal refusal, _) ->
          expected instanceof Answer.Refused(Refusal other, _) && refusal == other;
      case Answer.GroupIs(var group, boolean created) ->
          expected.equals(new Answer.GroupIs(Row.withoutTime(group), created));
      case Answer.Sent _, Answer.Recalled _, Answer.LoggedIn _, Answer.Done _ ->
          expected.equals(given);
    };
  }

  private void compareTold(Telling telling, boolean readsFail) {
    List<Connection> all = new ArrayList<>(telling.connections());
    for (Connection connection : toldTo) {
      if (all.stream().noneMatch(other -> other == connection)) {
        all.add(connection);
      }
    }
    for (Connection connection : all) {
      List<Object> given =
          new ArrayList<>(
              told.getOrDefault(connection, List.of()).stream().map(Referee::plain).toList());
      List<Expected> expected = new ArrayList<>(telling.to(connection));
      if (receipts.isInDoubt()) {
        takeReceipts(given, expected);
      }
      given.sort(Comparator.comparing(Referee::receiptsLast));
      expected.sort(Comparator.comparing(e -> receiptsLast(e.what())));
      compare(connection, given, expected, readsFail);
    }
  }

  /// Receipts of two groups may come in any order, behind all else.
  private static String receiptsLast(Object what) {
    return what instanceof Push.GroupRead ? what.toString() : "";
  }

  /// Removes the stamps of changes, which cannot be predicted.
  private static Object plain(Object what) {
    return switch (what) {
      case Push.ConversationSet(var view) -> Row.of(view);
      case Push.MembersAdded(var group, var members) ->
          new Push.MembersAdded(Row.withoutTime(group), members);
      case Push.MemberRemoved(var group, var member) ->
          new Push.MemberRemoved(Row.withoutTime(group), member);
      case Push.GroupRenamed(var group) -> new Push.GroupRenamed(Row.withoutTime(group));
      case Push.GroupDissolved(var group) -> new Push.GroupDissolved(Row.withoutTime(group));
      default -> what;
    };
  }

  /// While it cannot be foreseen which receipts are told, each that is has to be right.
  private void takeReceipts(List<Object> given, List<Expected> expected) {
    expected.removeIf(each -> each.what() instanceof Push.GroupRead);
    for (Object what : given) {
      if (what instanceof Push.GroupRead read) {
        Chat chat = model.chat(read.conversation());
        boolean isRight =
            Telling.receiptOf(read.counted().sender(), chat, read.reader(), read.sequence())
                .filter(read::equals)
                .isPresent();
        if (!isRight || !chat.isMember(read.counted().sender())) {
          violated.accept("P8 a receipt says " + read);
        }
        receipts.told();
      }
    }
    given.removeIf(Push.GroupRead.class::isInstance);
  }

  private void compare(
      Connection connection, List<Object> given, List<Expected> expected, boolean mayMiss) {
    int next = 0;
    for (Object what : given) {
      while (mayMiss && next < expected.size() && !matches(expected.get(next), what)) {
        next++;
      }
      if (next == expected.size() || !matches(expected.get(next), what)) {
        String instead = next == expected.size() ? "nothing" : expected.get(next).what().toString();
        violated.accept("P7 " + connection + " is told " + what + " (expected: " + instead + ")");
        return;
      }
      next++;
    }
    if (next < expected.size() && !mayMiss) {
      violated.accept("P7 " + connection + " is not told " + expected.get(next).what());
    }
  }

  private static boolean matches(Expected expected, Object given) {
    if (expected.what() instanceof Push.InboxEntry wanted
        && given
            instanceof Push.InboxEntry(var message, var owner, long previous, boolean silent)) {
      long position =
          expected.positionInDoubt() && previous > wanted.previousPosition()
              ? wanted.previousPosition()
              : previous;
      return wanted.equals(new Push.InboxEntry(message, owner, position, silent));
    }
    return expected.what().equals(given);
  }

  /// The answer to a question has to be what the model says.
  void answered(Question<?> question, Object answer) {
    answers.difference(question, answer).ifPresent(violated);
  }
}
