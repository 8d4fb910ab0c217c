package io.whaleshark.testkit.simulation;

import io.whaleshark.core.Node;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Teller;
import io.whaleshark.core.news.News;
import io.whaleshark.core.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Bugs to plant where several nodes work as one: in what a node knows of the sessions of all.
final class SessionBugs {

  static final List<Bug> ALL =
      List.of(
          new Bug("what was done elsewhere is forgotten with the last device here", Forgets::new),
          NodeBugs.news("what is muted on another node is not heard", News.ConversationSet.class),
          new Bug("who is displaced is kept in the store", KeepsDisplaced::new),
          new Bug("who has ended unheard goes on", GoesOnUnheard::new),
          new Bug("a login goes on after its news is told", TellsFirst::new));

  private SessionBugs() {}

  private static final class KeepsDisplaced extends Sabotage {
    @Override
    protected boolean endsDisplaced() {
      return false;
    }
  }

  /// Replaces a method of what a node tells by.
  private abstract static class OfTeller extends Sabotage {
    private final String method;

    OfTeller(String method) {
      this.method = method;
    }

    @Override
    protected void node(Node node) {
      Object lane = Inside.read(node, "lane");
      Teller real = (Teller) Inside.read(lane, "teller");
      Instead.Method instead = (call, a) -> instead(real, call, a);
      Inside.replace(lane, "teller", Instead.of(Teller.class, real, method, instead));
    }

    abstract Object instead(Teller real, Instead.Call call, Object[] arguments) throws Throwable;
  }

  private static Map<?, ?> attendees(Teller teller) {
    return (Map<?, ?>) Inside.read(Inside.read(teller, "presence"), "users");
  }

  /// The sessions of a user that a node knows of.
  static List<?> attendees(Teller teller, UserId user) {
    Object all = attendees(teller).get(user);
    return all == null ? List.of() : (List<?>) all;
  }

  /// What sessions did is known while a device of their user is here.
  private static final class Forgets extends OfTeller {
    Forgets() {
      super("answer");
    }

    @Override
    Object instead(Teller real, Instead.Call call, Object[] arguments) throws Throwable {
      Object answered = call.call(arguments);
      if (arguments[0] instanceof Command.LogOut) {
        Sessions sessions = (Sessions) Inside.read(real, "sessions");
        attendees(real)
            .forEach((user, all) -> {
              if (sessions.of((UserId) user).isEmpty()) {
                ((List<?>) all).forEach(Forgets::forget);
              }
            });
      }
      return answered;
    }

    private static void forget(Object attendee) {
      Inside.replace(Inside.read(attendee, "activity"), "activeAt", Map.of());
    }
  }

  /// Those who are not in a snapshot of who is online are taken for online all the same.
  private static final class GoesOnUnheard extends OfTeller {
    GoesOnUnheard() {
      super("online");
    }

    @Override
    Object instead(Teller real, Instead.Call call, Object[] arguments) throws Throwable {
      List<Object> online = new ArrayList<>();
      for (Object all : attendees(real).values()) {
        for (Object attendee : (List<?>) all) {
          online.add(Inside.read(attendee, "session"));
        }
      }
      online.addAll((List<?>) arguments[1]);
      return call.call(arguments[0], online);
    }
  }

  /// The news of a login is told, and then it goes on.
  private static final class TellsFirst extends Sabotage {
    @Override
    protected void node(Node node) {
      Object lane = Inside.read(node, "lane");
      Teller real = (Teller) Inside.read(lane, "teller");
      List<Command.LogIn> waiting = new ArrayList<>();
      Teller teller =
          Instead.of(
              Teller.class,
              real,
              "answer",
              (call, a) -> {
                if (a[0] instanceof Command.LogIn login) {
                  waiting.add(login);
                  return Instead.NOTHING;
                }
                return call.call(a);
              });
      for (String method : List.of("tell", "online")) {
        teller =
            Instead.of(
                Teller.class,
                teller,
                method,
                (call, a) -> {
                  Object told = call.call(a);
                  waiting.forEach(login -> real.answer(login, Decision.answer(Answer.DONE)));
                  waiting.clear();
                  return told;
                });
      }
      Inside.replace(lane, "teller", teller);
    }
  }
}
