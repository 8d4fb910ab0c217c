package io.whaleshark.core.delivery;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.CommitLane;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.StampClock;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.news.News;
import io.whaleshark.core.session.OnlineUser;
import io.whaleshark.core.session.OnlineUser.DeviceSession;
import io.whaleshark.core.session.Push;
import io.whaleshark.core.session.Sessions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/// Answers commands, and tells news to the devices that are connected here. Confined to the lane's
/// thread.
///
/// An entry is pushed with the position of the entry before it in that inbox. A device whose own
/// newest position is another one has missed something, whatever the reason, and pulls; so losing a
/// push is never losing a message (P4).
public final class Delivery implements CommitLane.Teller {

  /// How many of the users who were added at once are named in one push.
  private static final int NAMED_AT_MOST = 500;

  /// How much news is kept that could not be told. Whoever misses more finds out at the next login.
  private static final int UNTOLD_AT_MOST = 16_384;

  private final Engine engine;
  private final Clock clock;
  private final IntFunction<AppPolicy> policies;
  private final Runnable endOfTurn;
  private final Sessions sessions;
  private final GroupReceipts receipts;
  private final Deque<Runnable> untold = new ArrayDeque<>();

  /// @param endOfTurn runs when all that a turn tells was handed to the connections
  public Delivery(Engine engine, Clock clock, IntFunction<AppPolicy> policies, Runnable endOfTurn) {
    this.engine = engine;
    this.clock = clock;
    this.policies = policies;
    this.endOfTurn = endOfTurn;
    this.sessions = new Sessions(engine);
    this.receipts =
        new GroupReceipts(engine, sessions, app -> micros(policies.apply(app).receiptInterval()));
  }

  /// Answers a command; a session begins and ends here.
  ///
  /// @param decided what was decided, and is durable
  /// @throws EngineException if the engine fails while a session begins; the login was refused by
  ///   then
  @Override
  public void answer(Command command, Decision decided) {
    switch (command) {
      case Command.Decided _, Command.Turn _ -> command.reply().answer(decided.answer());
      case Command.LogIn login -> logIn(login);
      case Command.LogOut logout -> {
        sessions.logOut(logout.session());
        logout.reply().answer(decided.answer());
      }
    }
  }

  /// Tells everybody whom it concerns, but the session that has its answer.
  ///
  /// @throws EngineException if the engine fails while it is asked whom to tell
  @Override
  public void tell(News news) {
    switch (news) {
      case News.MessageSent(Message message, SessionId by) -> messageSent(message, by);
      case News.MessageRecalled(Message tombstone, SessionId by) -> pushEntry(tombstone, by);
      case News.ReceivedAdvanced received -> received(received);
      case News.ReadAdvanced advanced -> readAdvanced(advanced);
      case News.ConversationSet set -> {
        setMuted(set.participation());
        conversationSet(set);
      }
      case News.MembersAdded(Group group, List<Membership> added) -> membersAdded(group, added);
      case News.MemberRemoved(Group group, Membership closed) -> {
        sessions.noteMembership(closed);
        Push removed = new Push.MemberRemoved(group, closed.user());
        pushToAll(closed.user(), removed);
        pushToMembers(group, removed);
      }
      case News.GroupRenamed(Group group) -> pushToMembers(group, new Push.GroupRenamed(group));
      case News.GroupDissolved(Group group) -> pushToMembers(group, new Push.GroupDissolved(group));
    }
  }

  /// Not everybody could be told. What a pull does not bring is told later (P7). After a message
  /// the next entry of every inbox names a position before it that no device has, so whoever is
  /// connected pulls and finds out (P4).
  @Override
  public void interrupted(News news, long newestStamp) {
    switch (news) {
      case News.ReadAdvanced advanced -> tellLater(() -> tellAuthors(advanced));
      case News.ConversationSet set -> tellLater(() -> conversationSet(set));
      case News.MessageSent _, News.MessageRecalled _ ->
          sessions.forEach(session -> session.skipTo(newestStamp));
      case News.ReceivedAdvanced _,
          News.MembersAdded _,
          News.MemberRemoved _,
          News.GroupRenamed _,
          News.GroupDissolved _ -> {
        // Nothing is looked up for these.
      }
    }
  }

  @Override
  public void missed(int app, long stamp) {
    sessions.forEach(session -> {
      if (session.user().app() == app) {
        session.skipTo(stamp);
      }
    });
  }

  private void tellLater(Runnable telling) {
    if (untold.size() < UNTOLD_AT_MOST) {
      untold.add(telling);
    }
  }

  /// Tells what could not be told before and what has waited for its time.
  ///
  /// @return the stamp at which to call again; [Long#MAX_VALUE] if nothing waits
  /// @throws EngineException if it fails again; what was not told yet is told another time, unless
  ///   what it needs is damaged
  @Override
  public long tick() {
    while (!untold.isEmpty()) {
      Runnable telling = untold.removeFirst();
      try {
        telling.run();
      } catch (EngineException e) {
        if (e.kind() != EngineException.Kind.CORRUPT) {
          untold.addFirst(telling);
        }
        throw e;
      }
    }
    return receipts.tick(now());
  }

  @Override
  public void endTurn() {
    endOfTurn.run();
  }

  private void messageSent(Message message, SessionId by) {
    noteActivity(message.sender(), by, message.conversation());
    pushEntry(message, by);
    if (message.conversation() instanceof ConversationId.Direct direct && !direct.isWithSelf()) {
      UserId receiver = direct.peerOf(message.sender());
      if (sessions.of(receiver).isEmpty()) {
        var named =
            new Push.ReceivedMessage(
                message.sequence(), message.stamp(), message.clientId().value());
        pushToAll(message.sender(), new Push.Received(receiver, message.sender(), named, true));
      }
    }
  }

  /// Pushes a new entry to every inbox that has it and whose owner is connected, the author's other
  /// devices included.
  private void pushEntry(Message message, SessionId except) {
    switch (message.conversation()) {
      case ConversationId.Direct direct -> {
        sessions.of(direct.low()).ifPresent(session -> pushEntry(session, message, except));
        if (!direct.isWithSelf()) {
          sessions.of(direct.high()).ifPresent(session -> pushEntry(session, message, except));
        }
      }
      case ConversationId.Group group -> {
        for (Map.Entry<OnlineUser, Membership> participant : sessions.in(group).entrySet()) {
          // Who could see a message learns of its recall, also after coming back.
          OnlineUser session = participant.getKey();
          if (participant.getValue().sees(message.sequence())
              || (message.isRecalled() && session.sawEarlier(group, message.sequence()))) {
            pushEntry(session, message, except);
          }
        }
      }
    }
  }

  private void pushEntry(OnlineUser session, Message message, SessionId except) {
    long previous = session.advanceInbox(message.inboxPosition());
    if (previous < 0) {
      return;
    }
    ConversationId conversation = message.conversation();
    long activeSince = now() - micros(policies.apply(conversation.app()).silentFor());
    Predicate<DeviceSession> silentOnes = session.silentOnes(conversation, activeSince);
    for (DeviceSession device : session.devices()) {
      if (!device.id().equals(except)) {
        boolean silent = silentOnes.test(device);
        device.connection().push(new Push.InboxEntry(message, session.user(), previous, silent));
      }
    }
  }

  private void received(News.ReceivedAdvanced received) {
    UserId receiver = received.receiver();
    UserId sender = received.conversation().peerOf(receiver);
    var named =
        new Push.ReceivedMessage(received.sequence(), received.stamp(), received.clientId());
    if (!sender.equals(receiver)) {
      pushToAll(sender, new Push.Received(receiver, sender, named, false));
    }
  }

  private void readAdvanced(News.ReadAdvanced advanced) {
    UserId reader = advanced.reader();
    ConversationId conversation = advanced.conversation();
    noteActivity(reader, advanced.by(), conversation);
    var ownRead = new Push.OwnRead(reader, conversation, advanced.upTo(), advanced.unread());
    sessions.of(reader).ifPresent(session -> session.pushToOthers(advanced.by(), ownRead));
    tellAuthors(advanced);
  }

  /// Tells those whose messages became read.
  private void tellAuthors(News.ReadAdvanced advanced) {
    if (!advanced.readOthers()) {
      return;
    }
    UserId reader = advanced.reader();
    long upTo = advanced.upTo();
    switch (advanced.conversation()) {
      case ConversationId.Direct direct ->
          pushToAll(direct.peerOf(reader), new Push.PeerRead(reader, direct, upTo));
      case ConversationId.Group group ->
          receipts.readAdvanced(
              new GroupReceipts.Read(group, reader, advanced.from(), upTo), now());
    }
  }

  private void setMuted(Participation set) {
    sessions.of(set.user()).ifPresent(session -> session.setMuted(set.conversation(), set.mute()));
  }

  private void conversationSet(News.ConversationSet set) {
    UserId user = set.participation().user();
    sessions
        .of(user)
        .ifPresent(session ->
            engine
                .conversations()
                .view(user, set.participation().conversation())
                .map(Push.ConversationSet::new)
                .ifPresent(push -> session.pushToOthers(set.by(), push)));
  }

  private void membersAdded(Group group, List<Membership> added) {
    added.forEach(sessions::noteMembership);
    List<UserId> named = added.stream().limit(NAMED_AT_MOST).map(Membership::user).toList();
    pushToMembers(group, new Push.MembersAdded(group, named));
  }

  private void logIn(Command.LogIn login) {
    UserId user = login.user();
    long newest;
    try {
      // All that can fail comes before anybody is registered or displaced: a login that is refused
      // and tried again would displace itself.
      boolean isInDoubt =
          sessions.of(user).filter(session -> session.newestPosition().isEmpty()).isPresent();
      long stored = isInDoubt ? engine.inboxes().newest(user) : 0;
      newest =
          sessions
              .logIn(user, login.device(), login.connection(), login.policy())
              .newestPosition()
              .orElse(stored);
    } catch (EngineException e) {
      login
          .reply()
          .answer(
              new Answer.Refused(Refusal.RETRY_LATER, "login: the store is unavailable: retry"));
      throw e;
    } catch (RuntimeException e) {
      login.reply().answer(new Answer.Refused(Refusal.INTERNAL, "login: internal server error"));
      throw e;
    }
    login.reply().answer(new Answer.LoggedIn(newest));
  }

  private void pushToMembers(Group group, Push push) {
    sessions
        .in(group.id())
        .forEach((session, membership) -> {
          if (membership.isOpen()) {
            session.pushToAll(push);
          }
        });
  }

  private void pushToAll(UserId user, Push push) {
    sessions.of(user).ifPresent(session -> session.pushToAll(push));
  }

  private void noteActivity(UserId user, SessionId active, ConversationId conversation) {
    sessions.of(user).ifPresent(session -> session.noteActivity(active, conversation, now()));
  }

  private long now() {
    return StampClock.microsOf(clock.instant());
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / StampClock.NANOS_PER_MICRO;
  }
}
