package io.whaleshark.core.delivery;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Feed.Count;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.StampClock;
import io.whaleshark.core.lane.SteadyTime;
import io.whaleshark.core.lane.Teller;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Pinning;
import io.whaleshark.core.model.Reacted;
import io.whaleshark.core.model.Typing;
import io.whaleshark.core.news.News;
import io.whaleshark.core.presence.Presence;
import io.whaleshark.core.presence.WhoIsOnline;
import io.whaleshark.core.presence.WhoIsOnline.OnlineDevice;
import io.whaleshark.core.session.OnlineUser;
import io.whaleshark.core.session.OnlineUser.DeviceSession;
import io.whaleshark.core.session.Push;
import io.whaleshark.core.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/// Answers commands, and tells news to the devices that are connected here. Confined to the lane's
/// thread, except [#heard].
///
/// An entry is pushed with the position of the entry before it in that inbox. A device whose own
/// newest position is another one has missed something, whatever the reason, and pulls; so losing a
/// push is never losing a message (P4).
public final class Delivery implements Teller, WhoIsOnline.Here {

  /// How many of the users who were added at once are named in one push.
  private static final int NAMED_AT_MOST = 500;

  private final SteadyTime time;
  private final IntFunction<AppPolicy> policies;
  private final Runnable endOfTurn;
  private final Lookups lookups;
  private final boolean hasOthers;
  private final Sessions sessions = new Sessions(this::stamp);
  private final Presence presence = new Presence();
  private final Arrivals arrivals;
  private final Renewals renewals;
  private final Gaps gaps;
  private final ChangedItems items;
  private final Receipts receipts;
  private final Typists typists;

  /// @param keptAtMost how much of what is told is kept for users who are just being loaded
  /// @param endOfTurn runs when all that a turn tells was handed to the connections
  public Delivery(
      Engine engine,
      Lookups lookups,
      SteadyTime time,
      IntFunction<AppPolicy> policies,
      int keptAtMost,
      Runnable endOfTurn) {
    this.time = time;
    this.policies = policies;
    this.endOfTurn = endOfTurn;
    this.lookups = lookups;
    this.hasOthers = engine.feed().isPresent();
    this.gaps = new Gaps(engine, policies, lookups, sessions, this::pushMissed);
    this.arrivals =
        new Arrivals(engine, policies, lookups, sessions, gaps, this::begun, keptAtMost);
    this.renewals = new Renewals(engine, policies, lookups, sessions, this::pushMissed);
    this.receipts = new Receipts(engine, lookups, sessions, presence, policies, this::now);
    this.typists =
        new Typists(engine, lookups, sessions, presence, policies, receipts::state, this::now);
    this.items = new ChangedItems(engine, lookups, sessions, receipts::peersOf);
  }

  @Override
  public List<OnlineDevice> devices(UserId user) {
    return sessions.of(user).stream()
        .flatMap(online -> online.devices().stream())
        .map(device -> new OnlineDevice(device.device(), device.since()))
        .toList();
  }

  @Override
  public Count count(int app) {
    AtomicLong users = new AtomicLong();
    AtomicLong devices = new AtomicLong();
    forEach(
        app,
        user -> {
          users.incrementAndGet();
          devices.addAndGet(user.devices().size());
        });
    return new Count(users.get(), devices.get());
  }

  /// Does something with every device of an app that is connected.
  public void forEachDevice(int app, Connected action) {
    forEach(
        app,
        user ->
            user.devices()
                .forEach(device -> action.accept(user.user(), device.device(), device.id())));
  }

  /// What is done with a device that is connected.
  @FunctionalInterface
  public interface Connected {
    void accept(UserId user, DeviceId device, SessionId session);
  }

  /// Answers a command; a session begins and ends here.
  ///
  /// @param decided what was decided, and is durable
  @Override
  public void answer(Command command, Decision decided) {
    switch (command) {
      case Command.Decided _, Command.Turn _ -> command.reply().answer(decided.answer());
      case Command.ShowTyping shown -> typists.show(shown);
      case Command.LogIn login -> arrivals.logIn(login);
      case Command.LogOut logout -> {
        arrivals.cancel(logout.session(), "login: the connection has ended");
        Optional<UserId> user = sessions.logOut(logout.session());
        if (!hasOthers) {
          user.ifPresent(gone -> presence.leave(new News.LoggedOut(gone, logout.session(), 0)));
        }
        logout.reply().answer(decided.answer());
      }
    }
  }

  /// Another node says that somebody is writing. Called by any thread.
  public void heard(Typing typing) {
    typists.heard(typing);
  }

  /// Tells everybody whom it concerns, but the session that has its answer.
  @Override
  public void tell(News news) {
    arrivals.note(news);
    items.note(news);
    switch (news) {
      case News.MessageSent sent -> messageSent(sent);
      case News.MessageReplaced(Message message, SessionId by) -> pushEntry(message, by);
      case News.MessagePinned(Pinning pinning, SessionId by) ->
          tellPresent(
              pinning.conversation(),
              pinning.sequence(),
              by,
              owner -> new Push.MessagePinned(pinning, owner));
      case News.MessageReacted(Reacted reacted, boolean isPushed, SessionId by) -> {
        if (isPushed) {
          tellPresent(
              reacted.conversation(),
              reacted.reaction().sequence(),
              by,
              owner -> new Push.MessageReacted(reacted, owner));
        }
      }
      case News.Superseded(Message message, long position) ->
          sessions.forEachOwner(
              message.conversation(), message.sequence(), user -> user.passEntry(position));
      case News.MessageImported(ConversationId conversation, long sequence) ->
          sessions.forEachOwner(conversation, sequence, gaps::leave);
      case News.ReceivedAdvanced received -> receipts.received(received);
      case News.ReadAdvanced read -> {
        noteActivity(read.reader(), read.by(), read.conversation());
        receipts.read(read);
      }
      case News.ConversationSet set -> {
        setMuted(set.participation());
        items.set(set);
      }
      case News.ReceiptsSwitched switched -> receipts.switched(switched);
      case News.MembersAdded(Group group, List<Membership> added) -> membersAdded(group, added);
      case News.MemberRemoved(Group group, Membership closed) -> {
        sessions.noteMembership(closed);
        Push removed = new Push.MemberRemoved(group, closed.user());
        pushToAll(closed.user(), removed);
        // Who has come back meanwhile may be known as a member already.
        pushToMembers(group, removed, user -> !user.equals(closed.user()));
      }
      case News.GroupUpdated(Group group) -> pushToMembers(group, new Push.GroupRenamed(group));
      case News.GroupDissolved(Group group) -> pushToMembers(group, new Push.GroupDissolved(group));
      case News.LoggedIn session -> enter(session);
      case News.LoggedOut out -> presence.leave(out);
      case News.SignedOut out -> signOut(out);
      case News.NodeGone(int app, long node) -> presence.leaveAll(app, node);
      case News.Unknown(int app) -> interrupted(app);
    }
  }

  /// Where nobody else commits, a session begins here; otherwise when all nodes hear of it.
  private void begun(Command.LogIn login) {
    if (!hasOthers) {
      SessionId session = login.connection().session();
      enter(new News.LoggedIn(login.user(), login.device(), session, login.policy(), 0, 0));
    }
  }

  /// Lets those devices go that are connected here and may not stay beside the new session.
  private void enter(News.LoggedIn session) {
    presence.enter(session).forEach(displaced -> displace(displaced.session(), displaced.by()));
  }

  /// Where nobody else commits, a login that waits is not known to be present yet.
  private void signOut(News.SignedOut out) {
    for (News.LoggedIn ended : presence.signOut(out)) {
      if (!sessions.signOut(ended.session(), ended.device(), out.ban())) {
        arrivals.signOut(ended.session(), ended.device(), out.ban());
      }
    }
    if (!hasOthers) {
      arrivals.cancel(out);
    }
  }

  private void displace(SessionId session, DeviceId by) {
    if (!sessions.displace(session, by)) {
      arrivals.displace(session, by);
    }
  }

  private void forEach(int app, Consumer<OnlineUser> action) {
    sessions.forEach(user -> {
      if (user.user().app() == app) {
        action.accept(user);
      }
    });
  }

  /// What is told of sessions may be lost as well: those that are here and have ended are let go.
  @Override
  public void online(int app, List<News.LoggedIn> online) {
    List<News.LoggedIn> ended = presence.retain(app, online);
    online.forEach(this::enter);
    ended.forEach(this::letGo);
  }

  /// Lets a device go whose session has ended elsewhere, if it is connected here. Whoever took its
  /// place may have gone as well: then nothing keeps it from coming back.
  private void letGo(News.LoggedIn ended) {
    SessionId session = ended.session();
    Optional<DeviceId> by = presence.displacer(ended);
    if (by.isPresent()) {
      displace(session, by.get());
    } else if (!sessions.disconnect(session)) {
      arrivals.cancel(session, "login: the session has ended: retry");
    }
  }

  @Override
  public void interrupted(int app) {
    forEach(app, gaps::leave);
  }

  @Override
  public void missed(int app, Runnable then) {
    arrivals.missed(app);
    List<OnlineUser> here = new ArrayList<>();
    forEach(app, here::add);
    renewals.renew(here, then);
  }

  /// Tells what was looked up, and what has waited for its time.
  ///
  /// @return the stamp at which to call again; [Long#MAX_VALUE] if nothing waits
  @Override
  public long tick() {
    long lookUpAt = lookups.tick(now());
    return Math.min(lookUpAt, receipts.tick());
  }

  @Override
  public void endTurn() {
    endOfTurn.run();
  }

  private void messageSent(News.MessageSent sent) {
    Message message = sent.message();
    noteActivity(message.sender(), sent.by(), message.conversation());
    pushEntry(message, sent.by());
    receipts.sent(sent);
    typists.sent(message.sender(), message.conversation());
  }

  /// Pushes a new entry to every inbox that has it and whose owner is connected, the author's other
  /// devices included.
  private void pushEntry(Message message, SessionId except) {
    sessions.forEachOwner(
        message.conversation(), message.sequence(), user -> pushEntry(user, message, except));
  }

  /// Tells all who take part and see the message; the session that did it has its answer instead.
  private void tellPresent(
      ConversationId conversation, long sequence, SessionId by, Function<UserId, Push> push) {
    sessions.forEachOwner(
        conversation,
        sequence,
        user ->
            sessions.ifTakingPart(
                user, conversation, told -> told.pushToOthers(by, push.apply(told.user()))));
  }

  private void pushEntry(OnlineUser session, Message message, SessionId except) {
    // This entry closes the gap, so the device that caused it has to pull as well.
    SessionId spared = session.hasGap() ? SessionId.NONE : except;
    long previous = session.advanceInbox(message.inboxPosition());
    if (previous >= 0) {
      pushEntry(session, message, previous, spared);
    }
  }

  /// One of the entries that could not be told. Who knows of everything before it has pulled it
  /// already.
  private void pushMissed(OnlineUser session, Message entry) {
    long _ = session.advanceInbox(entry.inboxPosition()); // so it is not pushed again in its turn
    pushEntry(session, entry, entry.inboxPosition() - 1, SessionId.NONE);
  }

  private void pushEntry(OnlineUser session, Message message, long previous, SessionId except) {
    ConversationId conversation = message.conversation();
    boolean isQuiet = session.hasMuted(conversation) || message.isImported();
    long since = now() - silentFor(conversation.app());
    boolean isActive = presence.isActive(session.user(), conversation, since);
    for (DeviceSession device : session.devices()) {
      if (!device.id().equals(except)) {
        boolean silent = isQuiet || (isActive && device.isPhone());
        device.connection().push(new Push.InboxEntry(message, session.user(), previous, silent));
      }
    }
  }

  private void setMuted(Participation set) {
    sessions.of(set.user()).ifPresent(session -> session.setMuted(set.conversation(), set.mute()));
  }

  private void membersAdded(Group group, List<Membership> added) {
    added.forEach(sessions::noteMembership);
    List<UserId> named = added.stream().limit(NAMED_AT_MOST).map(Membership::user).toList();
    pushToMembers(group, new Push.MembersAdded(group, named));
  }

  private void pushToMembers(Group group, Push push) {
    pushToMembers(group, push, _ -> true);
  }

  private void pushToMembers(Group group, Push push, Predicate<UserId> to) {
    sessions
        .in(group.id())
        .forEach((session, membership) -> {
          if (membership.isOpen() && to.test(session.user())) {
            session.pushToAll(push);
          }
        });
  }

  private void pushToAll(UserId user, Push push) {
    sessions.of(user).ifPresent(session -> session.pushToAll(push));
  }

  private void noteActivity(UserId user, SessionId active, ConversationId conversation) {
    long now = now();
    long since = now - silentFor(conversation.app());
    presence.noteActivity(user, active, conversation, now, since);
  }

  /// For how many microseconds activity counts.
  private long silentFor(int app) {
    return StampClock.microsOf(policies.apply(app).silentFor());
  }

  private long now() {
    return time.now();
  }

  /// What the clock shows.
  private long stamp() {
    return StampClock.microsOf(time.clock().instant());
  }
}
