package io.whaleshark.testkit.simulation;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.news.News;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All sessions of all nodes, and what each of them has to be told of what was stored, in the order
/// of the app. Confined to the simulation's thread.
final class Gathering {

  final Model model;
  final Consumer<String> violated;
  private final LookedUp lookedUp;
  private final Silence silence;

  /// Over which somebody wants to log in, or has, and at which node.
  private record Way(Connection connection, NodeReferee at) {}

  private final Map<SessionId, Way> ways = new HashMap<>();

  private final Set<Long> goneRuns = new HashSet<>();

  /// Who may not log in, as far as was told in the order of the app.
  private final Set<UserId> banned = new HashSet<>();

  private final Set<UserId> everBanned = new HashSet<>();

  /// Who is online: of each user the sessions in the order of their logins.
  private final Map<UserId, List<Promised>> present = new HashMap<>();

  private final Map<Connection, Promised> promised = new IdentityHashMap<>();

  Gathering(AppPolicy policy, Timeline timeline, Consumer<String> violated) {
    this.violated = violated;
    this.model = new Model(policy.receipts());
    this.lookedUp = new LookedUp(model, policy.receiptInterval().toMillis() * 1_000, violated);
    this.silence = new Silence(timeline, policy.silentFor().toMillis() * 1_000);
  }

  // --- who is there ---

  /// Somebody wants to log in.
  void comes(Command.LogIn login, NodeReferee at) {
    ways.put(login.connection().session(), new Way(login.connection(), at));
  }

  /// News of sessions, in the order of the app.
  void hear(News.OfSession news) {
    switch (news) {
      case News.LoggedIn in -> begin(in);
      case News.LoggedOut out -> endAll(session -> isSession(session, out.session()));
      case News.SignedOut out -> signOut(out);
      case News.NodeGone gone -> {
        goneRuns.add(gone.node());
        endAll(session -> session.run == gone.node());
      }
    }
  }

  private void signOut(News.SignedOut out) {
    if (out.ban().isPresent()) {
      banned.add(out.user());
      everBanned.add(out.user());
    }
    List<Promised> ended =
        sessions(out.user()).filter(each -> out.ends(each.user, each.device)).toList();
    DeviceId by = out.ban().isPresent() ? Referee.BANNED : Referee.SIGNED_OUT;
    ended.forEach(each -> each.displacedBy(by));
    present.getOrDefault(out.user(), new ArrayList<>()).removeAll(ended);
  }

  /// The ban of a user is lifted.
  void letIn(UserId user) {
    banned.remove(user);
  }

  /// Whether a user may not log in.
  boolean isBanned(UserId user) {
    return banned.contains(user);
  }

  private static boolean isSession(Promised session, SessionId id) {
    return session.connection.session().equals(id);
  }

  private void endAll(Predicate<Promised> which) {
    for (List<Promised> sessions : present.values()) {
      sessions.stream().filter(which).forEach(Promised::end);
      sessions.removeIf(which);
    }
  }

  private void begin(News.LoggedIn news) {
    Way way = ways.get(news.session());
    if (way == null || goneRuns.contains(news.node())) {
      violated.accept("P9 " + news + (way == null ? " of nobody" : " at a node that is gone"));
      return;
    }
    if (isBanned(news.user())) {
      violated.accept("P9 " + news + " of a user who is banned");
    }
    List<Promised> sessions = present.computeIfAbsent(news.user(), _ -> new ArrayList<>());
    sessions.removeIf(other -> isSession(other, news.session()));
    List<Promised> displaced = sessions.stream().filter(other -> displaces(news, other)).toList();
    displaced.forEach(other -> other.displacedBy(news.device()));
    sessions.removeAll(displaced);
    long newest =
        model.inbox(news.user()).stream()
            .mapToLong(Line::position)
            .filter(position -> position < news.stamp())
            .max()
            .orElse(0);
    var begun = new Promised(way.connection(), way.at(), news, newest);
    if (way.at().isLoose()) {
      begun.missed();
    }
    sessions.add(begun);
    promised.put(way.connection(), begun);
  }

  private static boolean displaces(News.LoggedIn news, Promised other) {
    return Online.mayNotStay(news.device(), other.device, news.policy());
  }

  /// Whether a session may go on.
  boolean isPresent(UserId user, SessionId session) {
    return sessions(user).anyMatch(each -> isSession(each, session));
  }

  private Stream<Promised> sessions(UserId user) {
    return present.getOrDefault(user, List.of()).stream();
  }

  // --- what is told ---

  /// A login was answered.
  void loggedIn(Command.LogIn login, long newest) {
    Promised session = promised.get(login.connection());
    if (session == null) {
      violated.accept("P9 " + login.connection() + " logs in, and no other node knows");
    } else {
      session.answered(newest, model.newestPosition(login.user())).ifPresent(violated);
    }
  }

  /// A login was refused because its user is banned.
  void refused(Command.LogIn login) {
    if (!everBanned.contains(login.user())) {
      violated.accept("P9 " + login.connection() + " is refused, and nobody has banned its user");
    }
  }

  /// A session was told something.
  void told(Connection connection, Object what, long now) {
    Promised session = promised.get(connection);
    Optional<String> wrong =
        session == null || !session.isAnswered()
            ? Optional.of("P9 " + connection + " is told before it has begun: " + what)
            : Referee.isLookedUp(what)
                ? lookedUp.told(session, what, now)
                : session.told(what, silence);
    wrong.ifPresent(violated);
  }

  /// Something could not be told at a node.
  void missed(NodeReferee at) {
    promised.values().stream().filter(each -> each.at == at).forEach(Promised::missed);
  }

  /// The clock of a node was set.
  void clockSet(NodeReferee at) {
    lookedUp.clockSet(at);
  }

  /// A node has crashed.
  void crashed(NodeReferee node) {
    promised.values().stream().filter(each -> each.at == node).forEach(Promised::end);
  }

  /// A connection has ended.
  void ended(Connection connection) {
    Promised session = promised.get(connection);
    if (session != null) {
      session.end();
    }
  }

  /// Nothing happened for a while: all that was owed was told.
  void atRest() {
    present.values().stream()
        .flatMap(List::stream)
        .forEach(
            session -> session.missing().or(() -> lookedUp.missing(session)).ifPresent(violated));
  }

  /// A batch was stored.
  void stored() {
    lookedUp.stored();
  }

  // --- what has to be told of a command ---

  void push(UserId user, Push push) {
    sessions(user).forEach(session -> session.push(push));
  }

  void entry(Line line, int state, @Nullable Connection except) {
    if (state == 0) {
      did(line.id.sender(), except, line.chat.id, line);
    }
    for (UserId user : line.chat.stays.keySet()) {
      if (line.chat.isSeenBy(user, line)) {
        List<Promised> sessions = sessions(user).toList();
        Silence.Foreseen silent = silence.foresee(user, line.chat.id, sessions);
        sessions.forEach(
            session -> session.entry(line, state, session.connection == except, silent));
      }
    }
  }

  void marked(List<UserId> told, Function<UserId, Push> push, @Nullable Connection except) {
    for (UserId user : told) {
      sessions(user)
          .filter(session -> session.connection != except)
          .forEach(session -> session.push(push.apply(user)));
    }
  }

  private void did(
      UserId user, @Nullable Connection over, ConversationId conversation, @Nullable Line message) {
    sessions(user)
        .filter(session -> session.connection == over)
        .forEach(session -> silence.did(session, conversation, message));
  }

  void mute(UserId user, ConversationId conversation, boolean mute) {
    silence.set(user, conversation, mute);
  }

  void receivedByServer(Line line, UserId receiver) {
    UserId sender = line.id.sender();
    if (sessions(receiver).findAny().isEmpty() && !receiver.equals(sender)) {
      var named = new Push.ReceivedMessage(line.sequence, line.stamp, line.id.value());
      var received = new Push.Received(receiver, sender, named, true);
      sessions(sender).forEach(session -> session.stored(line, received));
    }
  }

  void read(ReadMoved moved) {
    did(moved.reader(), moved.over(), moved.chat().id, null);
    var own = new Push.OwnRead(moved.reader(), moved.chat().id, moved.upTo(), moved.unread());
    sessions(moved.reader())
        .filter(session -> moved.concernsOwn() && session.connection != moved.over())
        .forEach(session -> session.push(own));
    Set<UserId> authors = moved.authors();
    if (authors.isEmpty()) {
      return;
    }
    switch (moved.chat().id) {
      case ConversationId.Direct direct ->
          push(
              direct.peerOf(moved.reader()),
              new Push.PeerRead(moved.reader(), direct, moved.upTo()));
      case ConversationId.Group _ ->
          authors.forEach(
              author -> lookedUp.receipt(moved.chat(), author, moved.reader(), moved.upTo()));
    }
  }

  void settings(UserId user, ConversationId conversation, @Nullable Connection over) {
    lookedUp.item(
        user, conversation, sessions(user).filter(session -> session.connection != over).toList());
  }
}
