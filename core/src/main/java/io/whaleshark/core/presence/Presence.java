package io.whaleshark.core.presence;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.news.News;
import io.whaleshark.core.news.News.LoggedIn;
import io.whaleshark.core.news.News.LoggedOut;
import io.whaleshark.core.news.News.SignedOut;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The sessions of all users, on whichever node, and the one place that decides which of a user's
/// sessions a login ends.
///
/// That depends on the order of their stamps alone. So every node ends the same ones, and what is
/// heard twice, or after a snapshot that has it already, changes nothing.
///
/// Where a session was active is kept with it, whether or not a device of its user is connected
/// here: a phone that comes back finds what was done meanwhile.
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

  /// A session that has begun, and where it was active.
  private record Attendee(LoggedIn session, Activity activity) {

    boolean is(SessionId id) {
      return session.session().equals(id);
    }
  }

  /// Of each user who is online the sessions, the oldest at first.
  private final Map<UserId, List<Attendee>> users = new HashMap<>();

  /// The sessions of a user after news of them, the oldest first.
  ///
  /// @param before those that had begun, the oldest first
  /// @param news in the order of the app; none of it is told of other users
  public static List<LoggedIn> after(
      UserId user, List<LoggedIn> before, List<? extends News.OfSession> news) {
    Presence presence = new Presence();
    before.forEach(presence::hear);
    news.forEach(presence::hear);
    return presence.attendees(user).stream().map(Attendee::session).toList();
  }

  private void hear(News.OfSession news) {
    switch (news) {
      case LoggedIn in -> {
        List<Displaced> _ = enter(in);
      }
      case LoggedOut out -> leave(out);
      case SignedOut out -> {
        List<LoggedIn> _ = signOut(out);
      }
      case News.NodeGone(int app, long node) -> leaveAll(app, node);
    }
  }

  /// Begins a session. One that has begun stays as active as it was.
  ///
  /// @return those that end by that: older ones that may not stay beside it, and the oldest if
  ///   there are too many; or this one, if a younger one does not let it stay
  public List<Displaced> enter(LoggedIn session) {
    List<Attendee> attendees = users.computeIfAbsent(session.user(), _ -> new ArrayList<>(1));
    Optional<Attendee> known = find(attendees, session.session());
    if (known.filter(each -> each.session().stamp() > session.stamp()).isPresent()) {
      return List.of(); // it has begun again since
    }
    Attendee entering =
        new Attendee(session, known.map(Attendee::activity).orElseGet(Activity::new));
    known.ifPresent(attendees::remove);
    List<Displaced> displaced = new ArrayList<>(0);
    for (Attendee other : attendees) {
      if (session.stamp() < other.session().stamp() && displaces(other.session(), session)) {
        displaced.add(new Displaced(session.session(), other.session().device()));
        return displaced;
      }
    }
    Iterator<Attendee> others = attendees.iterator();
    while (others.hasNext()) {
      LoggedIn other = others.next().session();
      if (other.stamp() <= session.stamp() && displaces(session, other)) {
        others.remove();
        displaced.add(new Displaced(other.session(), session.device()));
      }
    }
    add(attendees, entering);
    if (attendees.size() > DEVICES_AT_MOST) {
      LoggedIn oldest = attendees.removeFirst().session();
      displaced.add(new Displaced(oldest.session(), session.device()));
    }
    return displaced;
  }

  private static Optional<Attendee> find(List<Attendee> attendees, SessionId session) {
    return attendees.stream().filter(each -> each.is(session)).findFirst();
  }

  private static boolean displaces(LoggedIn younger, LoggedIn older) {
    return younger.policy().displaces(younger.device(), older.device());
  }

  private static void add(List<Attendee> attendees, Attendee entering) {
    int at = attendees.size();
    while (at > 0 && attendees.get(at - 1).session().stamp() > entering.session().stamp()) {
      at--;
    }
    attendees.add(at, entering);
  }

  /// Ends a session, if it has begun. It goes on if it has begun again since.
  public void leave(LoggedOut out) {
    List<Attendee> attendees = users.get(out.user());
    if (attendees != null) {
      attendees.removeIf(each -> each.is(out.session()) && each.session().stamp() <= out.stamp());
      if (attendees.isEmpty()) {
        users.remove(out.user());
      }
    }
  }

  /// Ends the sessions of a user that the backend signed out.
  ///
  /// @return those that it ends
  public List<LoggedIn> signOut(SignedOut out) {
    List<LoggedIn> ended = new ArrayList<>(0);
    for (Attendee each : attendees(out.user())) {
      LoggedIn session = each.session();
      if (session.stamp() < out.stamp() && out.ends(session.user(), session.device())) {
        ended.add(session);
      }
    }
    ended.forEach(each -> leave(new LoggedOut(each.user(), each.session(), out.stamp())));
    return ended;
  }

  /// Ends all sessions of an app that a run of a node had.
  public void leaveAll(int app, long node) {
    List<LoggedIn> _ = end(app, session -> session.node() == node);
  }

  /// Ends all sessions of an app but some.
  ///
  /// @return those that it ends
  public List<LoggedIn> retain(int app, Collection<LoggedIn> some) {
    Set<SessionId> stay = some.stream().map(LoggedIn::session).collect(Collectors.toSet());
    return end(app, session -> !stay.contains(session.session()));
  }

  private List<LoggedIn> end(int app, Predicate<LoggedIn> which) {
    List<LoggedIn> ended = new ArrayList<>(0);
    users.forEach((user, attendees) -> {
      if (user.app() == app) {
        attendees.stream().map(Attendee::session).filter(which).forEach(ended::add);
        attendees.removeIf(each -> which.test(each.session()));
      }
    });
    users.values().removeIf(List::isEmpty);
    return ended;
  }

  /// The device of a session beside which one that has ended may not stay, if there is any.
  public Optional<DeviceId> displacer(LoggedIn ended) {
    return attendees(ended.user()).stream()
        .map(Attendee::session)
        .filter(other -> ended.stamp() < other.stamp() && displaces(other, ended))
        .map(LoggedIn::device)
        .findFirst();
  }

  private List<Attendee> attendees(UserId user) {
    return users.getOrDefault(user, List.of());
  }

  /// Whether the user has a session.
  public boolean isOnline(UserId user) {
    return users.containsKey(user);
  }

  /// A session of a user, if it has begun.
  public Optional<LoggedIn> of(UserId user, SessionId session) {
    return find(attendees(user), session).map(Attendee::session);
  }

  /// The user did something in a conversation. Over a phone, that silences nothing.
  ///
  /// @param since from when on activity counts
  public void noteActivity(
      UserId user, SessionId active, ConversationId conversation, long stamp, long since) {
    for (Attendee each : attendees(user)) {
      if (each.is(active) && !each.session().device().kind().isPhone()) {
        each.activity().note(conversation, stamp, since);
      }
    }
  }

  /// Whether the user was active in a conversation, on a desktop or a browser.
  ///
  /// @param since from when on activity counts
  public boolean isActive(UserId user, ConversationId conversation, long since) {
    for (Attendee each : attendees(user)) {
      if (each.activity().isSince(conversation, since)) {
        return true;
      }
    }
    return false;
  }
}
