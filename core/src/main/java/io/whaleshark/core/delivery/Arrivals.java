package io.whaleshark.core.delivery;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.news.News;
import io.whaleshark.core.presence.Banning;
import io.whaleshark.core.session.OnlineUser;
import io.whaleshark.core.session.Sessions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// Logins. One whose user has a device here begins at once. For any other, the user is loaded
/// beside the lane: where the inbox ends, the memberships, what is muted, and whether the app has
/// banned them. Who is banned has no device here: the ban has ended their sessions. The user's
/// further logins wait for the same load, in their order.
///
/// A user who is here, and in whose inbox may stand what is not known, is loaded again: the login
/// has to be told where the inbox ends.
///
/// What is told while a user is loaded may be missing in what was read. So it is kept, and
/// afterwards brought into the user's state; some of it twice, which changes nothing. Nobody has to
/// be told: no device of the user is answered before.
///
/// Confined to the lane's thread.
final class Arrivals {

  private static final Answer BUG =
      new Answer.Refused(Refusal.INTERNAL, "login: internal server error");

  private static final Answer SIGNED_OUT =
      new Answer.Refused(
          Refusal.RETRY_LATER, "login: signed out by the application meanwhile: retry");

  private final Engine engine;
  private final IntFunction<AppPolicy> policies;
  private final Lookups lookups;
  private final Sessions sessions;
  private final Gaps gaps;
  private final Consumer<Command.LogIn> begun;
  private final int keptAtMost;
  private final Map<UserId, Arrival> arriving = new HashMap<>();
  private final Map<SessionId, Arrival> bySession = new HashMap<>();

  /// Those that are being loaded, the one that began first at first.
  private final Set<Arrival> loading = new LinkedHashSet<>();

  /// What was told since that one began, numbered in order.
  private final Deque<Consumer<OnlineUser>> kept = new ArrayDeque<>();

  private long keptFrom;

  /// @param begun hears of each session that begins, before its login is answered
  /// @param keptAtMost how much of what is told is kept; a load that takes longer begins again
  Arrivals(
      Engine engine,
      IntFunction<AppPolicy> policies,
      Lookups lookups,
      Sessions sessions,
      Gaps gaps,
      Consumer<Command.LogIn> begun,
      int keptAtMost) {
    this.engine = engine;
    this.policies = policies;
    this.lookups = lookups;
    this.sessions = sessions;
    this.gaps = gaps;
    this.begun = begun;
    this.keptAtMost = keptAtMost;
  }

  /// A user who is being loaded.
  private final class Arrival implements Lookups.Question {

    private final UserId user;
    private final AppPolicy policy;
    private final Deque<Command.LogIn> logins = new ArrayDeque<>();

    /// What ends sessions that were displaced or signed out before they began.
    private final List<Runnable> endings = new ArrayList<>(0);

    private long beganAt; // the number of what is told next
    private long toldUpTo; // where the inbox of who is here seems to end
    private boolean isOutdated; // what it may lack is not kept
    private boolean hasNewcomer; // somebody came after it began

    Arrival(UserId user) {
      this.user = user;
      this.policy = policies.apply(user.app());
    }

    @Override
    public void begins() {
      beganAt = keptFrom + kept.size();
      toldUpTo = sessions.of(user).map(OnlineUser::newestPosition).orElse(Long.MAX_VALUE);
      isOutdated = false;
      hasNewcomer = false;
      loading.add(this);
    }

    @Override
    public Runnable ask() {
      LoadedUser loaded = LoadedUser.read(engine, user, toldUpTo, policy);
      return () -> loaded(loaded);
    }

    private void loaded(LoadedUser loaded) {
      loading.remove(this);
      Optional<Ban> ban = loaded.ban().filter(known -> known.isInForce(sessions.now()));
      // Who came after it began is not refused because of a ban that was lifted before they came.
      boolean isTooOld = isOutdated || beganAt < keptFrom || (ban.isPresent() && hasNewcomer);
      if (!logins.isEmpty() && isTooOld) {
        lookups.ask(this); // not all that was told since is there any more
        forget();
        return;
      }
      arriving.remove(user);
      try {
        ban.ifPresent(known -> refuse(Banning.refusal(known)));
        if (!logins.isEmpty()) {
          enter(loaded);
        }
        while (!logins.isEmpty()) {
          Arrivals.this.begin(next(), loaded.inbox().position());
        }
        endings.forEach(Runnable::run);
      } finally {
        refuse(BUG); // whoever is left: nobody waits for ever
        forget();
      }
    }

    private void enter(LoadedUser loaded) {
      OnlineUser online = sessions.of(user).orElse(loaded.user());
      if (online == loaded.user()) {
        sessions.enter(online, loaded.memberships());
      } else {
        loaded.replace(online, sessions);
        gaps.close(online, loaded.inbox());
      }
      kept.stream().skip(beganAt - keptFrom).forEach(news -> news.accept(online));
    }

    private Command.LogIn next() {
      Command.LogIn login = logins.remove();
      bySession.remove(login.connection().session());
      return login;
    }

    private void refuse(Answer refused) {
      while (!logins.isEmpty()) {
        next().reply().answer(refused);
      }
    }

    @Override
    public void fails(RuntimeException failure) {
      loading.remove(this);
      forget();
      arriving.remove(user);
      refuse(
          failure instanceof EngineException
              ? new Answer.Refused(Refusal.RETRY_LATER, "login: the store is unavailable: retry")
              : BUG);
    }
  }

  /// Begins a session, as soon as the user's state is known.
  void logIn(Command.LogIn login) {
    UserId user = login.user();
    Arrival arrival = arriving.get(user);
    Optional<OnlineUser> known = sessions.of(user).filter(online -> !online.hasGap());
    if (arrival == null && known.isPresent()) {
      begin(login, known.get().newestPosition());
      return;
    }
    Arrival awaited = arriving.computeIfAbsent(user, Arrival::new);
    awaited.hasNewcomer = true;
    awaited.logins.add(login);
    bySession.put(login.connection().session(), awaited);
    if (arrival == null) {
      lookups.ask(awaited);
    }
  }

  /// @param end where the inbox ended when that was looked up: some of it may be told later
  private void begin(Command.LogIn login, long end) {
    OnlineUser online = sessions.of(login.user()).orElseThrow();
    try {
      sessions.logIn(online, login.device(), login.connection());
      begun.accept(login);
    } catch (RuntimeException e) {
      Optional<UserId> _ = sessions.logOut(login.connection().session());
      login.reply().answer(BUG);
      throw e;
    }
    login.reply().answer(new Answer.LoggedIn(Math.max(online.newestPosition(), end)));
  }

  /// Displaces a session whose login waits, as soon as it has begun.
  ///
  /// @param by the device that logged in
  void displace(SessionId session, DeviceId by) {
    end(
        session,
        () -> {
          boolean _ = sessions.displace(session, by);
        });
  }

  /// Signs out a session whose login waits, as soon as it has begun.
  ///
  /// @param ban see [Connection#signOut]
  void signOut(SessionId session, DeviceId own, Optional<Ban> ban) {
    end(
        session,
        () -> {
          boolean _ = sessions.signOut(session, own, ban);
        });
  }

  private void end(SessionId session, Runnable ending) {
    Arrival arrival = bySession.get(session);
    if (arrival != null) {
      arrival.endings.add(ending);
    }
  }

  /// Refuses the logins that wait and are signed out.
  void cancel(News.SignedOut out) {
    Arrival arrival = arriving.get(out.user());
    if (arrival != null) {
      Answer refused = out.ban().<Answer>map(Banning::refusal).orElse(SIGNED_OUT);
      List<SessionId> ended =
          arrival.logins.stream()
              .filter(login -> out.ends(login.user(), login.device()))
              .map(login -> login.connection().session())
              .toList();
      ended.forEach(session -> cancel(session, refused));
    }
  }

  /// Refuses the login of a session, if it waits.
  ///
  /// @param why for humans
  void cancel(SessionId session, String why) {
    cancel(session, new Answer.Refused(Refusal.RETRY_LATER, why));
  }

  private void cancel(SessionId session, Answer refused) {
    Arrival arrival = bySession.remove(session);
    if (arrival != null) {
      Command.LogIn cancelled =
          arrival.logins.stream()
              .filter(login -> login.connection().session().equals(session))
              .findFirst()
              .orElseThrow();
      arrival.logins.remove(cancelled);
      cancelled.reply().answer(refused);
    }
  }

  /// Something is about to be told.
  void note(News news) {
    if (loading.isEmpty()) {
      return;
    }
    switch (news) {
      case News.MessageSent(Message message, _, _) -> keepEntry(message);
      case News.MessageReplaced(Message message, _) -> keepEntry(message);
      case News.Superseded(Message message, long position) ->
          keepInInbox(message.conversation(), message.sequence(), user -> user.passEntry(position));
      case News.MessageImported(ConversationId conversation, long sequence) ->
          keepInInbox(conversation, sequence, gaps::leave);
      case News.ConversationSet(Participation set, _) ->
          keepOf(set.user(), user -> user.setMuted(set.conversation(), set.mute()));
      case News.ReceiptsSwitched(UserId switched, boolean on, _) ->
          keepOf(switched, user -> user.switchReceipts(on));
      case News.MembersAdded(_, List<Membership> added) ->
          added.forEach(
              membership -> keepOf(membership.user(), _ -> sessions.noteMembership(membership)));
      case News.MemberRemoved(_, Membership closed) ->
          keepOf(closed.user(), _ -> sessions.noteMembership(closed));
      case News.MessagePinned _,
          News.MessageReacted _,
          News.ReceivedAdvanced _,
          News.ReadAdvanced _,
          News.GroupUpdated _,
          News.GroupDissolved _,
          News.LoggedIn _,
          News.LoggedOut _,
          News.NodeGone _ -> {
        // None of it is part of what is loaded.
      }
      case News.SignedOut out -> outdate(out.user());
      case News.Unknown(int app) ->
          keep(user -> {
            if (user.user().app() == app) {
              gaps.leave(user);
            }
          });
    }
  }

  /// What is loaded of a user may not know of a ban, or of what was erased.
  private void outdate(UserId user) {
    Arrival arrival = arriving.get(user);
    if (arrival != null) {
      arrival.isOutdated = true;
    }
  }

  /// Something of an app was not told, and never will be: its users who are being loaded may lack
  /// it.
  void missed(int app) {
    loading.stream()
        .filter(arrival -> arrival.user.app() == app)
        .forEach(arrival -> arrival.isOutdated = true);
  }

  private void keepEntry(Message message) {
    long position = message.inboxPosition();
    keepInInbox(
        message.conversation(),
        message.sequence(),
        user -> {
          long _ = user.advanceInbox(position);
        });
  }

  /// @param news does not hold the message: its content may be large
  private void keepInInbox(ConversationId conversation, long sequence, Consumer<OnlineUser> news) {
    keep(user -> {
      if (sessions.isInInbox(user, conversation, sequence)) {
        news.accept(user);
      }
    });
  }

  private void keepOf(UserId concerned, Consumer<OnlineUser> news) {
    keep(user -> {
      if (user.user().equals(concerned)) {
        news.accept(user);
      }
    });
  }

  private void keep(Consumer<OnlineUser> news) {
    kept.add(news);
    if (kept.size() > keptAtMost) {
      kept.removeFirst();
      keptFrom++;
    }
  }

  /// Forgets what was told before any load that lasts.
  private void forget() {
    long needed = loading.isEmpty() ? keptFrom + kept.size() : loading.iterator().next().beganAt;
    while (keptFrom < needed) {
      kept.removeFirst();
      keptFrom++;
    }
  }
}
