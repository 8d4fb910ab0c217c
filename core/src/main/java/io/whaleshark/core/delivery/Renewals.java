package io.whaleshark.core.delivery;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.session.OnlineUser;
import io.whaleshark.core.session.Sessions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;

/// Users who are connected are loaded again where something could not be told: they may have joined
/// a group, left one, or muted it. Meanwhile nothing of their app is told, so nothing gets lost
/// between what was read and what is told next.
///
/// Whose inbox has got entries that were not told is pushed the newest one. It follows no entry
/// that a device has, so the devices pull, and need not wait until somebody writes again.
///
/// Confined to the lane's thread.
final class Renewals {

  /// How many are loaded at once.
  private static final int AT_ONCE = 8;

  private static final PageLimit ONE = PageLimit.of(1);

  private final Engine engine;
  private final IntFunction<AppPolicy> policies;
  private final Lookups lookups;
  private final Sessions sessions;
  private final BiConsumer<OnlineUser, Message> missed;

  /// @param missed tells a user's devices of the newest entry that was not told
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
  /// @param upTo the stamp up to which something could not be told
  /// @param then runs when all are known again
  void renew(List<OnlineUser> users, long upTo, Runnable then) {
    Round round = new Round(then);
    users.forEach(user -> round.waiting.add(new Renewal(round, user, upTo)));
    round.goOn();
  }

  private boolean isHere(OnlineUser user) {
    return sessions.of(user.user()).filter(here -> here == user).isPresent();
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
        if (isHere(next.user)) {
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
    private final long toldUpTo;

    Renewal(Round round, OnlineUser user, long missedUpTo) {
      this.round = round;
      this.user = user;
      this.toldUpTo = user.newestPosition();
      user.lagBehind(missedUpTo);
    }

    @Override
    public void begins() {
      // Nothing is told meanwhile.
    }

    @Override
    public Runnable ask() {
      LoadedUser loaded = LoadedUser.read(engine, user.user());
      Optional<Message> newest = entry(loaded.user().newestPosition());
      return () -> found(loaded, newest);
    }

    /// The entry at a position, or what has come in its place: an entry that is recalled goes on.
    private Optional<Message> entry(long position) {
      Inboxes.Bound bound = policies.apply(user.user().app()).inbox();
      return position <= toldUpTo
          ? Optional.empty()
          : engine.inboxes().pull(user.user(), position - 1, ONE, bound).messages().stream()
              .findFirst();
    }

    private void found(LoadedUser loaded, Optional<Message> newest) {
      try {
        if (isHere(user)) {
          loaded.replace(user, sessions);
          newest.ifPresent(entry -> missed.accept(user, entry));
        }
      } finally {
        ended();
      }
    }

    /// Nothing of their groups is told to those who cannot be loaded, until they log in again.
    @Override
    public void fails(RuntimeException failure) {
      sessions.forgetMemberships(user);
      ended();
    }

    private void ended() {
      user.hasCaughtUp();
      round.ended();
    }
  }
}
