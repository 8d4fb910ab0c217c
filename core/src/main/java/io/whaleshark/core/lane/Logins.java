package io.whaleshark.core.lane;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.id.SessionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/// Lets a login wait until the devices here were told all that any node had committed before it.
/// Its device may have seen all of that through another node, and must not hear of an older end of
/// its inbox (P4). Where no other node commits, nobody waits.
///
/// How far an app has got is asked beside the lane, once for all who came since it was last asked.
///
/// Confined to the lane's thread, but for that question.
final class Logins {

  private final Optional<Feed> feed;
  private final Executor beside;
  private final Consumer<Command> lane;
  private final NewsOrder order;
  private final Consumer<Command.LogIn> next;
  private final Map<SessionId, Command.LogIn> waiting = new HashMap<>();

  /// Of the apps that are being asked for: who came since.
  private final Map<Integer, List<SessionId>> came = new HashMap<>();

  /// @param feed empty where no other node commits
  /// @param beside runs what asks the feed
  /// @param lane takes a command, always
  /// @param next carries out a login
  Logins(
      Optional<Feed> feed,
      Executor beside,
      Consumer<Command> lane,
      NewsOrder order,
      Consumer<Command.LogIn> next) {
    this.feed = feed;
    this.beside = beside;
    this.lane = lane;
    this.order = order;
    this.next = next;
  }

  void logIn(Command.LogIn login) {
    if (feed.isEmpty()) {
      next.accept(login);
      return;
    }
    SessionId session = login.connection().session();
    int app = login.user().app();
    waiting.put(session, login);
    List<SessionId> others = came.get(app);
    if (others == null) {
      ask(feed.get(), app, List.of(session));
    } else {
      others.add(session);
    }
  }

  /// Cancels the login of a session, if it waits.
  void logOut(SessionId session) {
    refuse(session, "login: the connection has ended");
  }

  private void ask(Feed others, int app, List<SessionId> sessions) {
    came.put(app, new ArrayList<>());
    beside.execute(() -> {
      FutureTask<Long> asking = new FutureTask<>(() -> others.newest(app));
      asking.run();
      lane.accept(
          new Command.Turn(_ -> {
            askForNext(others, app);
            answered(app, sessions, asking);
          }));
    });
  }

  private void askForNext(Feed others, int app) {
    List<SessionId> sessions = came.remove(app);
    if (sessions != null && !sessions.isEmpty()) {
      ask(others, app, sessions);
    }
  }

  /// @throws EngineException if the feed does not say where the app stands; the lane tells its
  ///   listener
  private void answered(int app, List<SessionId> sessions, FutureTask<Long> asking) {
    Runnable failed =
        () -> sessions.forEach(each -> refuse(each, "login: the store is unavailable: retry"));
    if (asking.state() != Future.State.SUCCESS) {
      failed.run();
      throw new EngineException(
          EngineException.Kind.UNAVAILABLE, "login: no news", asking.exceptionNow());
    }
    order.whenTold(app, asking.resultNow(), () -> sessions.forEach(this::goOn), failed);
  }

  private void goOn(SessionId session) {
    Command.LogIn login = waiting.remove(session);
    if (login != null) {
      next.accept(login);
    }
  }

  private void refuse(SessionId session, String why) {
    Command.LogIn login = waiting.remove(session);
    if (login != null) {
      login.reply().answer(new Answer.Refused(Refusal.RETRY_LATER, why));
    }
  }
}
