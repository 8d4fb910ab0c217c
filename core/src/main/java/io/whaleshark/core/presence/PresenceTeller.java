package io.whaleshark.core.presence;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.SteadyTime;
import io.whaleshark.core.lane.Teller;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.news.News;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/// Where one node commits, sessions begin and end in its memory, and nobody else hears of them.
/// This has them committed all the same, in apps where somebody outside follows who is online.
///
/// A session is told to the store by a command behind its login or logout, which waits for nothing
/// of that. Of one user there is one command at a time, so the store hears of their sessions in the
/// order in which they began and ended. What cannot be stored is tried again: a full disk refuses
/// no login. A session that has ended before it could be stored is never told, so what waits is
/// bounded by the connections and by what is stored.
///
/// Confined to the lane's thread.
public final class PresenceTeller implements Teller {

  private static final long TRY_AGAIN_MICROS = 100_000;
  private static final int TRIED_AT_ONCE = 1_000;

  /// A session that is here, or in the store.
  private static final class Told {
    private final UserId user;
    private final DeviceId device;
    private final SessionId session;
    private final LoginPolicy policy;
    private boolean isHere;
    private boolean isStored; // unless the outcome of its command is not known yet
    private boolean isAsked; // a command is under way
    private boolean willBeStored; // if that succeeds

    private Told(UserId user, DeviceId device, SessionId session, LoginPolicy policy) {
      this.user = user;
      this.device = device;
      this.session = session;
      this.policy = policy;
    }

    private boolean isExpected() {
      return isAsked ? willBeStored : isStored;
    }
  }

  /// What of a user is to be told.
  private static final class Waiting {
    /// In the order in which they began or ended.
    private final SequencedMap<SessionId, Told> sessions = new LinkedHashMap<>(2);

    private boolean isAsked; // a command is under way
  }

  private final Teller devices;
  private final IntPredicate isTold;
  private final Consumer<Command> lane;
  private final SteadyTime time;
  private final Map<SessionId, Told> sessions = new HashMap<>();

  private final Map<UserId, Waiting> waiting = new HashMap<>();

  /// Those of them that could not be told.
  private final Set<UserId> untold = new LinkedHashSet<>();

  private long tryAgainAt = Long.MAX_VALUE;

  /// @param devices tells the devices that are connected
  /// @param isTold whether somebody follows who is online in an app
  /// @param lane takes a command, always
  public PresenceTeller(
      Teller devices, IntPredicate isTold, Consumer<Command> lane, SteadyTime time) {
    this.devices = devices;
    this.isTold = isTold;
    this.lane = lane;
    this.time = time;
  }

  @Override
  public void answer(Command command, Decision decided) {
    switch (command) {
      case Command.LogIn login when isTold.test(login.user().app()) ->
          devices.answer(hearing(login), decided);
      case Command.LogOut(SessionId session, _) -> {
        devices.answer(command, decided);
        ended(session);
      }
      default -> devices.answer(command, decided);
    }
  }

  private Command.LogIn hearing(Command.LogIn login) {
    return new Command.LogIn(
        login.user(),
        login.device(),
        login.connection(),
        login.policy(),
        answer -> {
          if (answer instanceof Answer.LoggedIn) {
            begun(login.user(), login.device(), login.connection().session(), login.policy());
          }
          login.reply().answer(answer);
        });
  }

  private void begun(UserId user, DeviceId device, SessionId session, LoginPolicy policy) {
    Told told = told(user, device, session, policy);
    told.isHere = true;
    changed(told);
  }

  private Told told(UserId user, DeviceId device, SessionId session, LoginPolicy policy) {
    return sessions.computeIfAbsent(session, _ -> new Told(user, device, session, policy));
  }

  /// Somebody begins to follow who is online in an app: those who have come before are told as if
  /// they came now. A device that is here stays, whatever the policy.
  public void beginTelling(UserId user, DeviceId device, SessionId session) {
    if (!sessions.containsKey(session)) {
      begun(user, device, session, LoginPolicy.ALL);
    }
  }

  private void ended(SessionId session) {
    Told told = sessions.get(session);
    if (told != null) {
      told.isHere = false;
      changed(told);
    }
  }

  private void changed(Told told) {
    Waiting ofUser = waiting(told);
    ofUser.sessions.remove(told.session);
    if (told.isHere != told.isExpected()) {
      ofUser.sessions.putLast(told.session, told);
    }
    goOn(told, ofUser);
  }

  private Waiting waiting(Told told) {
    return waiting.computeIfAbsent(told.user, _ -> new Waiting());
  }

  private void goOn(Told told, Waiting ofUser) {
    if (!told.isHere && !told.isStored && !told.isAsked) {
      sessions.remove(told.session);
    }
    goOn(told.user, ofUser);
  }

  private void goOn(UserId user, Waiting ofUser) {
    if (ofUser.isAsked) {
      return;
    }
    if (ofUser.sessions.isEmpty()) {
      waiting.remove(user);
      untold.remove(user);
    } else if (!untold.contains(user)) {
      ofUser.isAsked = true;
      ask(ofUser.sessions.pollFirstEntry().getValue());
    }
  }

  private void ask(Told told) {
    told.isAsked = true;
    told.willBeStored = told.isHere;
    lane.accept(
        told.isHere
            ? new Command.TellLogin(
                told.user, told.device, told.session, told.policy, answer -> answered(told, answer))
            : new Command.TellLogout(told.user, told.session, answer -> answered(told, answer)));
  }

  private void answered(Told told, Answer answer) {
    Waiting ofUser = waiting(told);
    ofUser.isAsked = false;
    told.isAsked = false;
    if (!(answer instanceof Answer.Refused(Refusal refusal, _))) {
      told.isStored = told.willBeStored;
    } else {
      told.isHere &= refusal != Refusal.BANNED; // the ban has ended it
      comesFirst(told, ofUser);
      untold.add(told.user);
    }
    goOn(told, ofUser);
  }

  private static void comesFirst(Told told, Waiting ofUser) {
    ofUser.sessions.remove(told.session);
    if (told.isHere != told.isStored) {
      ofUser.sessions.putFirst(told.session, told);
    }
  }

  /// What a session comes to is committed behind what it did here: the devices know.
  @Override
  public void tell(News news) {
    switch (news) {
      case News.LoggedIn in ->
          stored(told(in.user(), in.device(), in.session(), in.policy()), true);
      case News.LoggedOut out -> {
        Told told = sessions.get(out.session());
        if (told != null) {
          stored(told, false);
        }
      }
      default -> devices.tell(news);
    }
  }

  /// It may be stored although its command was refused, and be told late.
  private void stored(Told told, boolean isStored) {
    if (told.isStored != isStored) {
      told.isStored = isStored;
      if (!told.isAsked) {
        Waiting ofUser = waiting(told);
        comesFirst(told, ofUser);
        goOn(told, ofUser);
      }
    }
  }

  @Override
  public long tick() {
    return Math.min(devices.tick(), tryAgain(time.now()));
  }

  private long tryAgain(long now) {
    if (untold.isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (tryAgainAt == Long.MAX_VALUE) {
      tryAgainAt = now + TRY_AGAIN_MICROS;
    } else if (now >= tryAgainAt) {
      tryAgainAt = Long.MAX_VALUE;
      List<UserId> some = untold.stream().limit(TRIED_AT_ONCE).toList();
      some.forEach(untold::remove);
      some.forEach(user -> goOn(user, waiting.getOrDefault(user, new Waiting())));
    }
    return tryAgainAt;
  }

  @Override
  public void interrupted(int app) {
    devices.interrupted(app);
  }

  @Override
  public void missed(int app, Runnable then) {
    devices.missed(app, then);
  }

  @Override
  public void online(int app, List<News.LoggedIn> online) {
    devices.online(app, online);
  }

  @Override
  public void endTurn() {
    devices.endTurn();
  }
}
