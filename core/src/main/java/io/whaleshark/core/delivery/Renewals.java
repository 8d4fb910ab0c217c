package io.whaleshark.core.delivery;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.session.OnlineUser;
import io.whaleshark.core.session.Sessions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;

/// Users who are connected are loaded again where something could not be told: they may have joined
/// a group, left one, or muted it. Meanwhile nothing of their app is told, so nothing gets lost
/// between what was read and what is told next.
///
/// Whose inbox has got entries that were not told is pushed one of them. It follows no entry that a
/// device has, so the devices pull, and need not wait until somebody writes again. A device is
/// pushed its own message so, too.
///
/// Who cannot be loaded while others can holds up nobody: their devices have to log in again.
///
/// Confined to the lane's thread.
final class Renewals {

  /// How many are loaded at once.
  private static final int AT_ONCE = 8;

  private final Engine engine;
  private final IntFunction<AppPolicy> policies;
  private final Lookups lookups;
  private final Sessions sessions;
  private final BiConsumer<OnlineUser, Message> missed;

  /// @param missed tells a user's devices of an entry that was not told
  Renewals(
      Engine engine,
      IntFunction<AppPolicy> policies,
      Lookups lookups,
      Sessions sessions,
      BiConsumer<OnlineUser, Message> missed) {
    this.engine = engine;
    this.policies = policies;
    this.lookups = lookups;
    this.sessions = sessions;
    this.missed = missed;
  }

  /// Loads users again, a few at once.
  ///
  /// @param then runs when all are known again
  void renew(List<OnlineUser> users, Runnable then) {
    Round round = new Round(then);
    users.forEach(user -> round.waiting.add(new Renewal(round, user)));
    round.goOn();
  }

  /// Those who are loaded again for one reason.
  private final class Round {

    private final Deque<Renewal> waiting = new ArrayDeque<>();
    private final Runnable then;
    private int running;

    Round(Runnable then) {
      this.then = then;
    }

    void goOn() {
      while (running < AT_ONCE && !waiting.isEmpty()) {
        Renewal next = waiting.remove();
        if (sessions.isHere(next.user)) {
          running++;
          lookups.askPatientlyAlways(next);
        }
      }
      if (running == 0) {
        then.run();
      }
    }

    void ended() {
      running--;
      goOn();
    }
  }

  /// A user who is loaded again.
  private final class Renewal implements Lookups.Question {

    private final Round round;
    private final OnlineUser user;
    private final AppPolicy policy;
    private final long toldUpTo;

    Renewal(Round round, OnlineUser user) {
      this.round = round;
      this.user = user;
      this.policy = policies.apply(user.user().app());
      this.toldUpTo = user.newestPosition();
      user.lagBehind();
    }

    @Override
    public void begins() {
      // Nothing is told meanwhile.
    }

    @Override
    public Runnable ask() {
      LoadedUser loaded = LoadedUser.read(engine, user.user(), toldUpTo, policy);
      return () -> found(loaded);
    }

    private void found(LoadedUser loaded) {
      try {
        if (sessions.isHere(user)) {
          loaded.replace(user, sessions);
          user.leaveGap(); // what was read before that may have closed it
          loaded.inbox().closeGap(user, missed);
        }
      } finally {
        ended();
      }
    }

    @Override
    public void fails(RuntimeException failure) {
      sessions.disconnectAll(user);
      ended();
    }

    private void ended() {
      user.hasCaughtUp();
      round.ended();
    }
  }
}
