package io.whaleshark.core.presence;

import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.news.News.LoggedIn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The sessions of all users, on whichever node, and the one place that decides which of a user's
/// sessions a login ends.
///
/// That depends on the order of their stamps alone. So every node ends the same ones, and what is
/// heard twice, or after a snapshot that has it already, changes nothing.
///
/// Confined to the lane's thread.
public final class Presence {

  /// Each message is pushed to all of them, by the lane: more than anybody has, less than would
  /// hold it up.
  public static final int DEVICES_AT_MOST = 64;

  /// A session that was ended by a login.
  ///
  /// @param by the device that logged in
  public record Displaced(SessionId session, DeviceId by) {}

  /// Of each user who is online the sessions, the oldest at first.
  private final Map<UserId, List<LoggedIn>> users = new HashMap<>();

  /// Begins a session.
  ///
  /// @return those that end by that: older ones that may not stay beside it, and the oldest if
  ///   there are too many; or this one, if a younger one does not let it stay
  public List<Displaced> enter(LoggedIn session) {
    List<LoggedIn> sessions = users.computeIfAbsent(session.user(), _ -> new ArrayList<>(1));
    sessions.removeIf(known -> known.session().equals(session.session()));
    List<Displaced> displaced = new ArrayList<>(0);
    for (LoggedIn other : sessions) {
      if (session.stamp() < other.stamp() && displaces(other, session)) {
        displaced.add(new Displaced(session.session(), other.device()));
        return displaced;
      }
    }
    Iterator<LoggedIn> others = sessions.iterator();
    while (others.hasNext()) {
      LoggedIn other = others.next();
      if (other.stamp() <= session.stamp() && displaces(session, other)) {
        others.remove();
        displaced.add(new Displaced(other.session(), session.device()));
      }
    }
    add(sessions, session);
    if (sessions.size() > DEVICES_AT_MOST) {
      displaced.add(new Displaced(sessions.removeFirst().session(), session.device()));
    }
    return displaced;
  }

  private static boolean displaces(LoggedIn younger, LoggedIn older) {
    return younger.policy().displaces(younger.device(), older.device());
  }

  private static void add(List<LoggedIn> sessions, LoggedIn session) {
    int at = sessions.size();
    while (at > 0 && sessions.get(at - 1).stamp() > session.stamp()) {
      at--;
    }
    sessions.add(at, session);
  }

  /// Ends a session, if it has begun.
  public void leave(UserId user, SessionId session) {
    List<LoggedIn> sessions = users.get(user);
    if (sessions != null) {
      sessions.removeIf(each -> each.session().equals(session));
      if (sessions.isEmpty()) {
        users.remove(user);
      }
    }
  }

  /// Ends all sessions of an app that a run of a node had.
  public void leaveAll(int app, long node) {
    users.forEach((user, sessions) -> {
      if (user.app() == app) {
        sessions.removeIf(each -> each.node() == node);
      }
    });
    users.values().removeIf(List::isEmpty);
  }

  /// Forgets an app.
  public void forget(int app) {
    users.keySet().removeIf(user -> user.app() == app);
  }

  /// Whether the user has a session.
  public boolean isOnline(UserId user) {
    return users.containsKey(user);
  }

  /// A session of a user, if it has begun.
  public Optional<LoggedIn> of(UserId user, SessionId session) {
    return users.getOrDefault(user, List.of()).stream()
        .filter(each -> each.session().equals(session))
        .findFirst();
  }
}
