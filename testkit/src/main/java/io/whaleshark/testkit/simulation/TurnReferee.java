package io.whaleshark.testkit.simulation;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.ReferenceEngine;
import io.whaleshark.testkit.simulation.TurnTelling.Expected;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The referee of a node that is alone. It foresees each turn: whatever a turn stores is told in
/// it. Confined to the simulation's thread.
final class TurnReferee extends Referee {

  private final AppPolicy policy;
  private final Online online = new Online();
  private final Owed owed;

  private final Map<Connection, List<Object>> told = new IdentityHashMap<>();
  private final List<Connection> toldTo = new ArrayList<>(); // in order: one seed is one story
  private List<Asked> batch = List.of();
  private boolean isInTurn;
  private boolean isStored;
  private boolean isUnsettled; // a commit has begun, and the lane does not know what became of it
  private boolean isClockSet; // since the turn before
  private long silenceInDoubtUntil;
  private boolean isSettled; // it has found out in this turn

  /// What was stored without the lane knowing.
  private List<Decisions.Consequence> unsettled = List.of();

  /// What was answered in this turn, in order.
  private final Deque<Asked> answered = new ArrayDeque<>();

  TurnReferee(AppPolicy policy, WrongClock clock, Consumer<String> violated) {
    super(new Model(policy.receipts()), policy, clock, violated);
    this.policy = policy;
    this.owed = new Owed(model, online, policy.receiptInterval().toMillis() * 1_000, violated);
  }

  // --- what happens ---

  /// A look-up was asked for the lane, and its answer takes a turn.
  ///
  /// @param failed whether it may have failed
  @Override
  void lookedUp(boolean failed) {
    submitted(Asked.lookup());
    if (failed) {
      online.readFailed();
      submitted.forEach(asked -> asked.mayBeRefused = true); // they may come to wait for it
    }
  }

  @Override
  void clockSet() {
    isClockSet = true;
    owed.clockSet();
  }

  /// All that was owed to anybody was told.
  @Override
  void atRest() {
    owed.atRest();
  }

  @Override
  void turnBegins() {
    batch = List.of();
    answered.clear();
    told.clear();
    toldTo.clear();
    isInTurn = true;
    isStored = false;
    isSettled = false;
  }

  @Override
  void batchBegins(List<Command> commands) {
    List<Asked> taken = new ArrayList<>();
    for (Command command : commands) {
      if (!isOwn(command)) {
        taken.add(submitted.removeFirst());
      }
    }
    batch = taken;
  }

  /// Whether it is the node's own, which has a session stored.
  private static boolean isOwn(Command command) {
    return command instanceof Command.TellLogin || command instanceof Command.TellLogout;
  }

  /// A transaction has begun: the lane can see what became of the commit before.
  @Override
  void begun() {
    isSettled |= isUnsettled;
    isUnsettled = false;
  }

  @Override
  void commitBegins() {
    isUnsettled = true;
  }

  @Override
  void stored() {
    isStored = true;
  }

  /// A batch was committed, if there was anything to commit.
  @Override
  void committed() {
    isStored = true;
    isUnsettled = false;
  }

  @Override
  void answered(Asked asked, Answer answer) {
    asked.answers.add(answer);
    answered.add(asked);
    if (asked.over != null) {
      told(asked.over, asked);
    }
  }

  @Override
  void pushed(Connection connection, Push push) {
    told(connection, push);
  }

  @Override
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
  @Override
  void died(long now, ReferenceEngine store) {
    if (isStored) {
      decide(batch, store);
    }
    submitted.clear();
    batch = List.of();
    online.clear(model);
    owed.clear();
    unsettled = List.of();
    isUnsettled = false;
    isInTurn = false;
  }

  // --- what has to come of it ---

  /// A turn ended: all it told is compared with all it had to tell.
  @Override
  void turnEnded(long now, ReferenceEngine store) {
    isInTurn = false;
    silenceInDoubtUntil = isClockSet ? now + Simulation.REST_MICROS : silenceInDoubtUntil;
    isClockSet = false;
    List<Decisions.Consequence> before = unsettled;
    boolean inDoubt = now < silenceInDoubtUntil;
    TurnTelling telling =
        new TurnTelling(model, online, owed, policy, now, inDoubt, !before.isEmpty());
    unsettled = isSettled ? List.of() : before;
    if (isSettled) {
      telling.others(before);
      forgetAnswered(telling);
    }
    List<Decisions.Consequence> consequences = consequences(store);
    for (int i = 0; i < batch.size(); i++) {
      Asked asked = batch.get(i);
      lateLogins(telling, asked);
      consequences.get(i).tell(telling);
      if (answered.peek() == asked && !online.isWaiting(asked)) {
        answered.remove();
      }
      forgetAnswered(telling);
    }
    lateLogins(telling, null);
    owed.newsTold(telling.concerned());
    compareAnswers(telling);
    compareTold(telling, now);
  }

  /// Those that were refused by what was just told are accounted for.
  private void forgetAnswered(TurnTelling telling) {
    while (answered.peek() != null
        && answered.peek().command instanceof Command.LogIn
        && telling.answers().containsKey(answered.peek())) {
      answered.remove();
    }
  }

  /// Logins that were answered before a command because of a look-up, or because it ends their
  /// connection.
  private void lateLogins(TurnTelling telling, @Nullable Asked next) {
    while (answered.peek() != null && online.isWaiting(answered.peek())) {
      Asked asked = answered.element();
      Command.LogIn login = (Command.LogIn) asked.command;
      boolean isCancelled =
          next != null
              && next.command instanceof Command.LogOut logout
              && logout.session().equals(login.connection().session());
      if (asked.isRefused() && !asked.isBanned() && !asked.mayBeRefused && !isCancelled) {
        return; // its logout comes later in the batch
      }
      answered.remove();
      telling.late(asked, login, isCancelled);
    }
  }

  private List<Decisions.Consequence> consequences(ReferenceEngine store) {
    List<Decisions.Consequence> decided = isStored ? decide(batch, store) : List.of();
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
    return batch.stream().map(asked -> decisions.withoutStore(asked)).toList();
  }

  private void compareAnswers(TurnTelling telling) {
    Set<Asked> all = new LinkedHashSet<>(batch);
    all.addAll(telling.answers().keySet());
    for (Asked asked : all) {
      Answer expected = telling.answers().get(asked);
      boolean isAsExpected =
          expected == null
              ? asked.answers.isEmpty() && (asked.isLookup() || online.isWaiting(asked))
              : asked.answers.size() == 1 && isSame(expected, asked.answers.getFirst());
      if (!isAsExpected) {
        violated.accept("P2 " + asked + " (expected: " + expected + ")");
      }
    }
  }

  private void compareTold(TurnTelling telling, long now) {
    List<Connection> all = new ArrayList<>(telling.connections());
    for (Connection connection : toldTo) {
      if (all.stream().noneMatch(other -> other == connection)) {
        all.add(connection);
      }
    }
    Map<Connection, List<Object>> lookedUp = new IdentityHashMap<>();
    for (Connection connection : all) {
      List<Object> given =
          told.getOrDefault(connection, List.of()).stream().map(Referee::plain).toList();
      int news = given.size();
      while (news > 0 && isLookedUp(given.get(news - 1))) {
        news--;
      }
      lookedUp.put(connection, given.subList(news, given.size()));
      compare(connection, given.subList(0, news), telling.to(connection));
    }
    if (isUnsettled && lookedUp.values().stream().anyMatch(what -> !what.isEmpty())) {
      violated.accept("P9 told while it is unknown what was stored");
    }
    online.forEach(present -> {
      owed.told(present, lookedUp, now);
      present.seats.forEach(seat -> lookedUp.remove(seat.connection));
    });
    for (Connection connection : all) {
      List<Object> what = lookedUp.getOrDefault(connection, List.of());
      if (!what.isEmpty()) {
        violated.accept("P7 " + connection + " is told " + what + " (expected: nothing)");
      }
    }
  }

  private void compare(Connection connection, List<Object> given, List<Expected> expected) {
    int next = 0;
    for (Object what : given) {
      if (next == expected.size() || !matches(expected.get(next), what)) {
        String instead = next == expected.size() ? "nothing" : expected.get(next).what().toString();
        violated.accept("P7 " + connection + " is told " + what + " (expected: " + instead + ")");
        return;
      }
      next++;
    }
    if (next < expected.size()) {
      violated.accept("P7 " + connection + " is not told " + expected.get(next).what());
    }
  }

  private static boolean matches(Expected expected, Object given) {
    if (expected.silentInDoubt()
        && expected.what() instanceof Push.InboxEntry wanted
        && given instanceof Push.InboxEntry(var message, var owner, long previous, boolean _)) {
      return wanted.equals(new Push.InboxEntry(message, owner, previous, wanted.silent()));
    }
    return expected.what().equals(given);
  }
}
