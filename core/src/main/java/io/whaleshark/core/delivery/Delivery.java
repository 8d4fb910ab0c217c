package io.whaleshark.core.delivery;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Effect;
import io.whaleshark.core.lane.StampClock;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.session.Push;
import io.whaleshark.core.session.SessionId;
import io.whaleshark.core.session.Sessions;
import io.whaleshark.core.session.UserSession;
import io.whaleshark.core.session.UserSession.DeviceSession;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/// Carries out what a committed batch decided: first the answer, then the pushes. Confined to the
/// lane's thread.
///
/// An entry is pushed with the position of the entry before it in that inbox. A device whose own
/// newest position is another one has missed something, whatever the reason, and pulls; so losing a
/// push is never losing a message (P4).
public final class Delivery {

  /// How many of the users who were added at once are named in one push.
  private static final int NAMED_AT_MOST = 500;

  /// How many effects are kept that could not be told. Whoever misses more finds out at the next
  /// login.
  private static final int UNTOLD_AT_MOST = 16_384;

  private final Engine engine;
  private final Clock clock;
  private final IntFunction<AppPolicy> policies;
  private final Sessions sessions;
  private final GroupReceipts receipts;
  private final Deque<Effect> untold = new ArrayDeque<>();

  public Delivery(Engine engine, Clock clock, IntFunction<AppPolicy> policies) {
    this.engine = engine;
    this.clock = clock;
    this.policies = policies;
    this.sessions = new Sessions(engine);
    this.receipts =
        new GroupReceipts(engine, sessions, app -> micros(policies.apply(app).receiptInterval()));
  }

  /// Answers a command, and tells all others what came of it.
  ///
  /// @throws EngineException if the engine fails while it is asked whom to tell; the command was
  ///   answered by then
  public void deliver(Effect effect) {
    answer(effect);
    tell(effect);
  }

  private void answer(Effect effect) {
    switch (effect) {
      case Effect.Answered(var reply, Answer answer) -> reply.answer(answer);
      case Effect.MessageSent(Command.Send send, Message message) ->
          send.reply().answer(new Answer.Sent(message));
      case Effect.MessageRecalled(Command.Recall recall, Message tombstone) ->
          recall.reply().answer(new Answer.Recalled(tombstone));
      case Effect.ReceivedAdvanced(Command.Receive receive) -> receive.reply().answer(Answer.DONE);
      case Effect.ReadAdvanced advanced -> advanced.command().reply().answer(Answer.DONE);
      case Effect.ConversationSet(Command.SetConversation set) -> set.reply().answer(Answer.DONE);
      case Effect.MembersAdded added ->
          added.reply().answer(new Answer.GroupIs(added.group(), added.created()));
      case Effect.MemberRemoved(Group group, Membership _, var reply) ->
          reply.answer(new Answer.GroupIs(group, false));
      case Effect.GroupRenamed(Group group, var reply) ->
          reply.answer(new Answer.GroupIs(group, false));
      case Effect.GroupDissolved(Group group, var reply) ->
          reply.answer(new Answer.GroupIs(group, false));
      case Effect.LoggedIn(Command.LogIn login) -> loggedIn(login);
      case Effect.LoggedOut(Command.LogOut logout) -> {
        sessions.logOut(logout.session());
        logout.reply().answer(Answer.DONE);
      }
    }
  }

  /// Tells all others what came of a command.
  ///
  /// @throws EngineException if the engine fails while it is asked whom to tell
  public void tell(Effect effect) {
    switch (effect) {
      case Effect.MessageSent(Command.Send send, Message message) -> messageSent(send, message);
      case Effect.MessageRecalled(Command.Recall recall, Message tombstone) ->
          pushEntry(tombstone, recall.caller().session());
      case Effect.ReceivedAdvanced(Command.Receive receive) -> received(receive);
      case Effect.ReadAdvanced advanced -> readAdvanced(advanced);
      case Effect.ConversationSet(Command.SetConversation set) -> {
        set.settings().mute().ifPresent(mute -> setMuted(set, mute));
        conversationSet(set);
      }
      case Effect.MembersAdded added -> membersAdded(added);
      case Effect.MemberRemoved(Group group, Membership closed, var _) -> {
        sessions.noteMembership(closed);
        Push removed = new Push.MemberRemoved(group, closed.user());
        pushToAll(closed.user(), removed);
        pushToMembers(group, removed);
      }
      case Effect.GroupRenamed(Group group, var _) ->
          pushToMembers(group, new Push.GroupRenamed(group));
      case Effect.GroupDissolved(Group group, var _) ->
          pushToMembers(group, new Push.GroupDissolved(group));
      case Effect.Answered _, Effect.LoggedIn _, Effect.LoggedOut _ -> {
        // These concern whoever asked.
      }
    }
  }

  /// Not everybody could be told. The next entry of every inbox then names a position before it
  /// that no device has, so whoever is connected pulls and finds out (P4).
  public void interrupted(Effect effect, long newestStamp) {
    sessions.forEach(session -> session.skipTo(newestStamp));
    if (untold.size() < UNTOLD_AT_MOST) {
      untold.add(effect);
    }
  }

  /// Tells what could not be told before and what has waited for its time.
  ///
  /// @return the stamp at which to call again; [Long#MAX_VALUE] if nothing waits
  /// @throws EngineException if it fails again; what was not told yet is told another time
  public long tick() {
    while (!untold.isEmpty()) {
      Effect effect = untold.removeFirst();
      try {
        tellAgain(effect);
      } catch (EngineException e) {
        untold.addFirst(effect);
        throw e;
      }
    }
    return receipts.tick(now());
  }

  /// Tells what no pull of the inbox brings (P7).
  private void tellAgain(Effect effect) {
    switch (effect) {
      case Effect.ReadAdvanced advanced -> tellAuthors(advanced);
      case Effect.ConversationSet(Command.SetConversation set) -> conversationSet(set);
      case Effect.Answered _,
          Effect.MessageSent _,
          Effect.MessageRecalled _,
          Effect.ReceivedAdvanced _,
          Effect.MembersAdded _,
          Effect.MemberRemoved _,
          Effect.GroupRenamed _,
          Effect.GroupDissolved _,
          Effect.LoggedIn _,
          Effect.LoggedOut _ -> {
        // The inbox has them, or the engine is not asked whom to tell.
      }
    }
  }

  private void messageSent(Command.Send send, Message message) {
    noteActivity(send.caller().user(), send.caller().session(), message.conversation());
    pushEntry(message, send.caller().session());
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
        for (Map.Entry<UserSession, Membership> participant : sessions.in(group).entrySet()) {
          if (participant.getValue().sees(message.sequence())
              || sawEarlier(participant.getKey(), message)) {
            pushEntry(participant.getKey(), message, except);
          }
        }
      }
    }
  }

  /// Whether a recalled message was seen in a period before the newest one: who could see it learns
  /// of its recall.
  private boolean sawEarlier(UserSession session, Message message) {
    return message.isRecalled()
        && engine.memberships().periods(message.conversation(), session.user()).stream()
            .anyMatch(period -> period.sees(message.sequence()));
  }

  private void pushEntry(UserSession session, Message message, SessionId except) {
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

  private void received(Command.Receive receive) {
    UserId receiver = receive.caller().user();
    UserId sender = receive.conversation().peerOf(receiver);
    var named = new Push.ReceivedMessage(receive.sequence(), receive.stamp(), receive.clientId());
    if (!sender.equals(receiver)) {
      pushToAll(sender, new Push.Received(receiver, sender, named, false));
    }
  }

  private void readAdvanced(Effect.ReadAdvanced advanced) {
    Command.Read read = advanced.command();
    UserId reader = read.caller().user();
    noteActivity(reader, read.caller().session(), read.conversation());
    var ownRead = new Push.OwnRead(reader, read.conversation(), read.sequence(), advanced.unread());
    sessions
        .of(reader)
        .ifPresent(session -> session.pushToOthers(read.caller().session(), ownRead));
    tellAuthors(advanced);
  }

  /// Tells those whose messages became read.
  private void tellAuthors(Effect.ReadAdvanced advanced) {
    if (!advanced.readOthers()) {
      return;
    }
    Command.Read read = advanced.command();
    UserId reader = read.caller().user();
    switch (read.conversation()) {
      case ConversationId.Direct direct ->
          pushToAll(direct.peerOf(reader), new Push.PeerRead(reader, direct, read.sequence()));
      case ConversationId.Group group ->
          receipts.readAdvanced(
              new GroupReceipts.Read(group, reader, advanced.from(), read.sequence()), now());
    }
  }

  private void setMuted(Command.SetConversation set, boolean mute) {
    sessions
        .of(set.caller().user())
        .ifPresent(session -> session.setMuted(set.conversation(), mute));
  }

  private void conversationSet(Command.SetConversation set) {
    UserId user = set.caller().user();
    sessions
        .of(user)
        .ifPresent(session ->
            engine
                .conversations()
                .view(user, set.conversation())
                .map(Push.ConversationSet::new)
                .ifPresent(push -> session.pushToOthers(set.caller().session(), push)));
  }

  private void membersAdded(Effect.MembersAdded added) {
    added.added().forEach(sessions::noteMembership);
    List<UserId> named = added.added().stream().limit(NAMED_AT_MOST).map(Membership::user).toList();
    pushToMembers(added.group(), new Push.MembersAdded(added.group(), named));
  }

  private void loggedIn(Command.LogIn login) {
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
          .answer(new Answer.Refused(Refusal.RETRY_LATER, "login: the store is away, try again"));
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
