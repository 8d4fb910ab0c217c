package io.whaleshark.core.delivery;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.messaging.GroupSpeech;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Typing;
import io.whaleshark.core.presence.Presence;
import io.whaleshark.core.receipt.ReceiptSettings.State;
import io.whaleshark.core.session.OnlineUser;
import io.whaleshark.core.session.OnlineUser.DeviceSession;
import io.whaleshark.core.session.Push;
import io.whaleshark.core.session.Sessions;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/// Tells who is writing at the moment, here and to the other nodes. Nothing of it is stored, and
/// all of it may be lost, so where there is too much of it some is left out (P10).
///
/// What it costs does not depend on how often somebody says that they write: others are told once
/// in two seconds and after each message, and whether they may show it is looked up once in ten. So
/// a block, a muting or a group that grows takes effect after ten seconds at most. Who is no member
/// any more is refused at once.
///
/// Typing is as private as receipts (ADR 27): whose receipts others do not see shows none, and who
/// does not see those of others sees none. Confined to the lane's thread, except [#heard].
final class Typists {

  /// Others are told at most once in this time that somebody writes, and once that they stopped.
  private static final long TOLD_EACH_MICROS = 2_000_000;

  /// For how long it is known whether somebody may show it.
  private static final long KNOWN_FOR_MICROS = 10_000_000;

  /// How many are kept who wrote within that time; others are told to nobody.
  static final int KEPT_AT_MOST = 16_384;

  /// How many look-ups are under way: most places are left to logins and receipts.
  static final int ASKED_AT_MOST = Lookups.AT_ONCE / 4;

  /// How many wait for a turn of what other nodes tell.
  private static final int HEARD_AT_MOST = 1_024;

  /// How many of these are told in one turn: messages wait for no more.
  private static final int HEARD_IN_A_TURN = 64;

  private static final int MEMBERS_OF_DIRECT = 2;

  private record Key(UserId author, ConversationId conversation) {}

  /// What one user has shown in one conversation.
  private static final class Typist {
    private long usedAt;
    private boolean isOn; // as was said last
    private boolean isAsked; // a look-up is under way
    private Optional<TypingPermission> permission = Optional.empty();
    private long knownUntil;
    private boolean isShown; // as others were told last
    private long shownFrom; // the earliest moment at which they may be told again
  }

  private final Engine engine;
  private final Optional<Feed> others;
  private final Lookups lookups;
  private final Sessions sessions;
  private final Presence presence;
  private final IntFunction<AppPolicy> policies;
  private final Function<OnlineUser, State> receipts;
  private final LongSupplier now;

  /// The least recently used first.
  private final Map<Key, Typist> typists = new LinkedHashMap<>(16, 0.75f, true);

  private int asked;

  private final Queue<Typing> heard = new ArrayBlockingQueue<>(HEARD_AT_MOST);
  private final AtomicBoolean isTurnQueued = new AtomicBoolean(); // for what was heard

  /// @param receipts what of receipts holds for a user
  /// @param now shows the time
  Typists(
      Engine engine,
      Lookups lookups,
      Sessions sessions,
      Presence presence,
      IntFunction<AppPolicy> policies,
      Function<OnlineUser, State> receipts,
      LongSupplier now) {
    this.engine = engine;
    this.others = engine.feed();
    this.lookups = lookups;
    this.sessions = sessions;
    this.presence = presence;
    this.policies = policies;
    this.receipts = receipts;
    this.now = now;
  }

  /// Tells the others, if the caller may show it and it is time. Refuses who may not write there;
  /// whatever else keeps it from being told is no concern of the caller.
  void show(Command.ShowTyping shown) {
    UserId author = shown.caller().user();
    Optional<OnlineUser> online = sessions.of(author);
    online
        .flatMap(user -> user.device(shown.caller().session()))
        .ifPresent(DeviceSession::learnTyping);
    if (online.isPresent() && isStranger(online.get(), shown.conversation())) {
      shown.reply().answer(GroupSpeech.NOT_A_MEMBER);
    } else if (online.isEmpty() || !concernsAnybody(online.get(), shown.conversation())) {
      shown.reply().answer(Answer.DONE);
    } else {
      show(shown, new Key(author, shown.conversation()));
    }
  }

  private void show(Command.ShowTyping shown, Key key) {
    forgetOld();
    Typist typist = typists.get(key);
    if (typist == null && typists.size() < KEPT_AT_MOST) {
      typist = new Typist();
      typists.put(key, typist);
    }
    if (typist == null) {
      shown.reply().answer(Answer.DONE);
      return;
    }
    typist.usedAt = now.getAsLong();
    typist.isOn = shown.isOn();
    if (typist.isAsked) {
      shown.reply().answer(Answer.DONE); // what was said last counts when the answer is there
    } else if (typist.usedAt < typist.knownUntil) {
      shown.reply().answer(carriedOut(key, typist));
    } else if (asked == ASKED_AT_MOST) {
      shown.reply().answer(Answer.DONE);
    } else {
      lookups.ask(new Asking(key, typist, shown));
    }
  }

  /// A group that the user is not in is not looked up: strangers cost nothing.
  private boolean isStranger(OnlineUser author, ConversationId conversation) {
    if (!(conversation instanceof ConversationId.Group group) || author.isBehind()) {
      return false;
    }
    Membership membership = sessions.in(group).get(author);
    return membership == null || !membership.isOpen();
  }

  private boolean concernsAnybody(OnlineUser author, ConversationId conversation) {
    boolean isThere =
        switch (conversation) {
          case ConversationId.Direct direct ->
              !direct.isWithSelf() && presence.isOnline(direct.peerOf(author.user()));
          case ConversationId.Group _ -> true;
        };
    return isThere
        && receipts.apply(author).shared()
        && membersAtMost(conversation) >= MEMBERS_OF_DIRECT;
  }

  private int membersAtMost(ConversationId conversation) {
    return policies.apply(conversation.app()).typingMembersAtMost();
  }

  private void forgetOld() {
    long before = now.getAsLong() - KNOWN_FOR_MICROS;
    Iterator<Typist> eldest = typists.values().iterator();
    while (eldest.hasNext() && eldest.next().usedAt < before) {
      eldest.remove();
    }
  }

  /// Finds out whether somebody may show it. While the engine is away nobody is told, and it is not
  /// asked each time.
  private final class Asking implements Lookups.Question {

    private final Key key;
    private final Typist typist;
    private final Command.ShowTyping shown;
    private long begun;

    private Asking(Key key, Typist typist, Command.ShowTyping shown) {
      this.key = key;
      this.typist = typist;
      this.shown = shown;
      typist.isAsked = true;
      asked++;
    }

    @Override
    public void begins() {
      begun = now.getAsLong();
    }

    @Override
    public Runnable ask() {
      TypingPermission permission =
          TypingPermission.of(
              engine, key.author(), key.conversation(), policies.apply(key.conversation().app()));
      return () -> {
        ended(permission, begun + KNOWN_FOR_MICROS);
        shown.reply().answer(carriedOut(key, typist));
      };
    }

    @Override
    public void fails(RuntimeException failure) {
      ended(TypingPermission.UNTOLD, now.getAsLong() + TOLD_EACH_MICROS);
      shown.reply().answer(Answer.DONE);
    }

    private void ended(TypingPermission permission, long until) {
      typist.isAsked = false;
      typist.permission = Optional.of(permission);
      typist.knownUntil = until;
      asked--;
    }
  }

  /// Does what the permission allows.
  private Answer carriedOut(Key key, Typist typist) {
    TypingPermission permission = typist.permission.orElseThrow();
    long time = now.getAsLong();
    boolean isDue = typist.isOn ? time >= typist.shownFrom : typist.isShown;
    if (permission.isTold() && isDue) {
      typist.shownFrom = typist.isOn ? time + TOLD_EACH_MICROS : typist.shownFrom;
      typist.isShown = typist.isOn;
      Typing typing = new Typing(key.conversation(), key.author(), typist.isOn);
      tell(typing);
      others.ifPresent(nodes -> nodes.tell(typing));
    }
    return permission.refused().<Answer>map(refused -> refused).orElse(Answer.DONE);
  }

  /// Tells those who are connected here.
  private void tell(Typing typing) {
    Push push = new Push.TypingShown(typing);
    switch (typing.conversation()) {
      case ConversationId.Direct direct ->
          sessions.of(direct.peerOf(typing.author())).ifPresent(peer -> push(peer, push));
      case ConversationId.Group group ->
          sessions
              .in(group)
              .forEach((member, membership) -> {
                boolean isOther = !member.user().equals(typing.author());
                if (isOther && membership.isOpen() && !member.isBehind()) {
                  push(member, push);
                }
              });
    }
  }

  private void push(OnlineUser to, Push push) {
    if (receipts.apply(to).shown()) {
      to.pushToTypingAware(push);
    }
  }

  /// A message of somebody ends what was shown of them: what they begin next is shown at once.
  void sent(UserId author, ConversationId conversation) {
    Typist typist = typists.get(new Key(author, conversation));
    if (typist != null) {
      typist.isOn = false; // also where that is looked up just now
      typist.isShown = false;
      typist.shownFrom = 0;
    }
  }

  /// Another node says that somebody is writing. However much of it comes while the lane hangs, one
  /// turn waits for it (P10). Called by any thread.
  void heard(Typing typing) {
    if (heard.offer(typing)) {
      tellHeardInTurn();
    }
  }

  private void tellHeardInTurn() {
    if (!isTurnQueued.getAndSet(true)) {
      lookups.inTurn(this::tellHeard);
    }
  }

  private void tellHeard() {
    isTurnQueued.set(false);
    Typing next = heard.poll();
    for (int i = 1; next != null && i < HEARD_IN_A_TURN; i++) {
      tell(next);
      next = heard.poll();
    }
    if (next != null) {
      tell(next);
      tellHeardInTurn();
    }
  }
}
