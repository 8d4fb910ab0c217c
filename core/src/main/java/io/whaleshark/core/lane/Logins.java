package io.whaleshark.core.lane;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.news.News;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;

/// Where several nodes commit, all of them hear of a session before it begins, and after it has
/// ended. So they agree which of a user's sessions a login ends: the order of the app decides.
///
/// A login is told to all nodes by a command of its own, and goes on when this node has heard of it
/// in its turn. By then the devices here were told all that any node had committed before it: its
/// device may have seen that through another node, and must not hear of an older end of its inbox
/// (P4). A login that is refused after the others may have heard of it is taken back.
///
/// Where no other node commits, a login goes on at once, and nothing is told.
///
/// Confined to the lane's thread.
final class Logins {

  private static final long TRY_AGAIN_MICROS = 100_000;

  /// How long a login waits for its turn: a client does not wait longer either.
  static final long WAITS_AT_MOST_MICROS = 10_000_000;

  /// A login that has not gone on.
  ///
  /// @param since when it came
  private record Waiting(Command.LogIn login, long since) {}

  /// A session that others may know of.
  ///
  /// @param told the stamp of the news that it begins; 0 while that is not committed
  private record Known(UserId user, long told) {}

  private final NewsOrder order;
  private final Consumer<Command> lane;
  private final Consumer<Command.LogIn> next;

  /// Those that have not gone on, the oldest at first.
  private final SequencedMap<SessionId, Waiting> waiting = new LinkedHashMap<>();

  /// Those that wait until their app is followed.
  private final Map<Integer, List<SessionId>> following = new HashMap<>();

  private final Map<SessionId, Known> known = new HashMap<>();

  /// Those of the known ones that have ended.
  private final Set<SessionId> ended = new HashSet<>();

  /// Those of them that could not be told yet.
  private final List<Command> untold = new ArrayList<>();

  private long tryAgainAt = Long.MAX_VALUE;

  /// @param lane takes a command, always
  /// @param next carries out a login
  Logins(NewsOrder order, Consumer<Command> lane, Consumer<Command.LogIn> next) {
    this.order = order;
    this.lane = lane;
    this.next = next;
  }

  /// @param now when it came
  void logIn(Command.LogIn login, long now) {
    if (!order.hasOthers()) {
      next.accept(login);
      return;
    }
    SessionId session = login.connection().session();
    int app = login.user().app();
    if (ended.contains(session)) {
      // Its end must not be told after its new beginning.
      refuse(login, "login: the store is unavailable: retry");
      return;
    }
    waiting.putLast(session, new Waiting(login, now));
    List<SessionId> others = following.get(app);
    if (order.follows(app)) {
      announce(login);
    } else if (others != null) {
      others.add(session);
    } else {
      following.put(app, new ArrayList<>(List.of(session)));
      order.follow(app, () -> followed(app), () -> cannotFollow(app));
    }
  }

  private void followed(int app) {
    for (SessionId session : takeFollowing(app)) {
      Waiting awaited = waiting.get(session);
      if (awaited != null) {
        announce(awaited.login());
      }
    }
  }

  private void cannotFollow(int app) {
    takeFollowing(app)
        .forEach(session -> cancel(session, "login: the store is unavailable: retry"));
  }

  private List<SessionId> takeFollowing(int app) {
    List<SessionId> came = following.remove(app);
    return came == null ? List.of() : came;
  }

  private void announce(Command.LogIn login) {
    SessionId session = login.connection().session();
    lane.accept(
        new Command.TellLogin(
            login.user(),
            login.device(),
            session,
            login.policy(),
            answer -> {
              if (answer instanceof Answer.Announced(long stamp)) {
                known.put(session, new Known(login.user(), stamp));
              } else {
                takeBack(session, answer);
              }
            }));
  }

  /// Drops from a batch what would tell of logins that were cancelled meanwhile, also by a command
  /// of the same batch. A node that hung may have taken them long ago: told now, they would end
  /// sessions that the same devices have begun at other nodes since.
  List<Command> withoutCancelled(List<Command> batch, long now) {
    if (!order.hasOthers()) {
      return batch;
    }
    long _ = refuseLate(now); // of this turn; of the next one, whoever asks is told
    Set<SessionId> ending = new HashSet<>();
    for (Command command : batch) {
      if (command instanceof Command.LogOut logout) {
        ending.add(logout.session());
      }
    }
    List<Command> kept = new ArrayList<>(batch.size());
    for (Command command : batch) {
      if (!(command instanceof Command.TellLogin login)) {
        kept.add(command);
      } else if (waiting.containsKey(login.session()) && !ending.contains(login.session())) {
        known.put(login.session(), new Known(login.user(), 0));
        kept.add(login);
      }
    }
    return kept;
  }

  /// This node has heard of a session in its turn. It may be an earlier try of the same connection,
  /// which was taken back: a login that went on with that would hear of an older end of its inbox.
  void told(News.LoggedIn news) {
    Known session = known.get(news.session());
    boolean isIt = session != null && session.told() == news.stamp();
    Waiting awaited = isIt ? waiting.remove(news.session()) : null;
    if (awaited != null) {
      Command.LogIn login = awaited.login();
      next.accept(
          new Command.LogIn(
              login.user(),
              login.device(),
              login.connection(),
              login.policy(),
              answer -> {
                if (answer instanceof Answer.Refused) {
                  end(news.session());
                }
                login.reply().answer(answer);
              }));
    }
  }

  /// Refuses a login of which others may have heard.
  private void takeBack(SessionId session, Answer refused) {
    Waiting awaited = waiting.remove(session);
    end(session);
    if (awaited != null) {
      awaited.login().reply().answer(refused);
    }
  }

  private static void refuse(Command.LogIn login, String why) {
    login.reply().answer(new Answer.Refused(Refusal.RETRY_LATER, why));
  }

  /// Ends a session, and cancels its login if that waits.
  void logOut(SessionId session) {
    end(session);
    cancel(session, "login: the connection has ended");
  }

  private void cancel(SessionId session, String why) {
    Waiting awaited = waiting.remove(session);
    if (awaited != null) {
      refuse(awaited.login(), why);
    }
  }

  /// Refuses those that wait for too long, because the news of others cannot be read.
  ///
  /// @return the stamp at which to call again; [Long#MAX_VALUE] if nothing waits
  long refuseLate(long now) {
    while (!waiting.isEmpty()) {
      Map.Entry<SessionId, Waiting> oldest = waiting.firstEntry();
      long until = oldest.getValue().since() + WAITS_AT_MOST_MICROS;
      if (now < until) {
        return until;
      }
      end(oldest.getKey());
      cancel(oldest.getKey(), "login: the news of other nodes is not there in time: retry");
    }
    return Long.MAX_VALUE;
  }

  private void end(SessionId session) {
    Known begun = known.get(session);
    if (begun != null && ended.add(session)) {
      lane.accept(logout(begun.user(), session));
    }
  }

  private Command logout(UserId user, SessionId session) {
    return new Command.TellLogout(
        user,
        session,
        answer -> {
          if (answer instanceof Answer.Refused) {
            untold.add(logout(user, session));
          } else {
            known.remove(session);
            ended.remove(session);
          }
        });
  }

  /// Tells again what could not be told.
  ///
  /// @return the stamp at which to call again; [Long#MAX_VALUE] if nothing waits
  long tick(long now) {
    if (untold.isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (tryAgainAt == Long.MAX_VALUE) {
      tryAgainAt = now + TRY_AGAIN_MICROS;
    } else if (now >= tryAgainAt) {
      tryAgainAt = Long.MAX_VALUE;
      untold.forEach(lane);
      untold.clear();
    }
    return tryAgainAt;
  }
}
