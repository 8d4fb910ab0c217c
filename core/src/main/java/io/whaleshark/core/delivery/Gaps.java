package io.whaleshark.core.delivery;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.session.OnlineUser;
import io.whaleshark.core.session.Sessions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;

/// Where something may stand in an inbox that this node cannot tell, it looks what the inbox has
/// got, and has the devices pull if there is anything. Meanwhile all else is told.
///
/// Of one user there is one look-up at a time, and a few of all: news that nobody can tell may come
/// often, and concerns everybody.
///
/// Confined to the lane's thread.
final class Gaps {

  /// How many inboxes are looked at at once.
  private static final int AT_ONCE = 4;

  private final Engine engine;
  private final IntFunction<AppPolicy> policies;
  private final Lookups lookups;
  private final Sessions sessions;
  private final BiConsumer<OnlineUser, Message> missed;
  private final Map<OnlineUser, Gap> gaps = new HashMap<>();
  private final Deque<Gap> waiting = new ArrayDeque<>();
  private int running;

  /// @param missed tells a user's devices of an entry that was not told
  Gaps(
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

  /// Something that is not known may stand in a user's inbox now.
  void leave(OnlineUser user) {
    user.leaveGap();
    Gap known = gaps.get(user);
    if (known != null) {
      known.isStale = true;
      return;
    }
    Gap gap = new Gap(user, policies.apply(user.user().app()).inbox());
    gaps.put(user, gap);
    waiting.add(gap);
    goOn();
  }

  /// It is known where a user's inbox ended since its gap was left.
  void close(OnlineUser user, InboxEnd end) {
    end.closeGap(user, missed);
  }

  private void goOn() {
    while (running < AT_ONCE && !waiting.isEmpty()) {
      Gap next = waiting.remove();
      if (next.user.hasGap() && sessions.isHere(next.user)) {
        running++;
        lookups.askPatientlyAlways(next);
      } else {
        gaps.remove(next.user);
      }
    }
  }

  /// A look at one inbox.
  private final class Gap implements Lookups.Question {

    private final OnlineUser user;
    private final Inboxes.Bound bound;
    private long toldUpTo;
    private boolean isStale; // another one was left since it was asked

    Gap(OnlineUser user, Inboxes.Bound bound) {
      this.user = user;
      this.bound = bound;
    }

    @Override
    public void begins() {
      toldUpTo = user.newestPosition();
      isStale = false;
    }

    @Override
    public Runnable ask() {
      InboxEnd end = InboxEnd.read(engine, user.user(), toldUpTo, bound);
      return () -> found(end);
    }

    private void found(InboxEnd end) {
      running--;
      try {
        if (isStale) {
          waiting.add(this);
        } else {
          gaps.remove(user);
          if (sessions.isHere(user)) {
            close(user, end);
          }
        }
      } finally {
        goOn();
      }
    }

    /// The next message makes the devices pull.
    @Override
    public void fails(RuntimeException failure) {
      running--;
      gaps.remove(user);
      goOn();
    }
  }
}
