package io.whaleshark.testkit.simulation;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.news.News;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.simulation.Online.Present;
import io.whaleshark.testkit.simulation.Online.Seat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The expected output of one turn: every field of every answer and push, for every connection, in
/// order. Confined to the simulation's thread.
final class TurnTelling implements Telling {

  /// One expected answer or push.
  ///
  /// @param silentInDoubt whether a push may be silent or not
  record Expected(Object what, boolean silentInDoubt) {

    Expected(Object what) {
      this(what, false);
    }
  }

  private final Model model;
  private final Online online;
  private final Owed owed;
  private final AppPolicy policy;
  private final long now;
  private final boolean isSilenceInDoubt;
  private final Map<Connection, List<Expected>> expected = new IdentityHashMap<>();
  private final List<Connection> connections = new ArrayList<>();
  private final Map<Asked, Answer> answers = new LinkedHashMap<>();
  private final Set<ConversationId> concerned = new HashSet<>();
  private boolean isAnswering = true;
  private boolean isSomethingUntold;

  /// @param now the time of the turn
  /// @param isSilenceInDoubt whether it is open how long a deed silences phones
  /// @param isSomethingUntold whether something was stored before of which nobody was told
  TurnTelling(
      Model model,
      Online online,
      Owed owed,
      AppPolicy policy,
      long now,
      boolean isSilenceInDoubt,
      boolean isSomethingUntold) {
    this.model = model;
    this.online = online;
    this.owed = owed;
    this.policy = policy;
    this.now = now;
    this.isSilenceInDoubt = isSilenceInDoubt;
    this.isSomethingUntold = isSomethingUntold;
  }

  List<Expected> to(Connection connection) {
    List<Expected> already = expected.get(connection);
    if (already == null) {
      already = new ArrayList<>();
      expected.put(connection, already);
      connections.add(connection);
    }
    return already;
  }

  /// All to whom something is to be told, in the order in which that was found.
  List<Connection> connections() {
    return List.copyOf(connections);
  }

  Map<Asked, Answer> answers() {
    return answers;
  }

  /// The conversations of which something was told.
  Set<ConversationId> concerned() {
    return concerned;
  }

  /// What is told later than it was stored, of commands that were answered then.
  void others(List<Decisions.Consequence> consequences) {
    isAnswering = false;
    consequences.forEach(consequence -> consequence.tell(this));
    isAnswering = true;
    isSomethingUntold = false;
    online.forEach(present -> present.isMuteInDoubt = false);
  }

  @Override
  public void answer(Asked asked, Answer answer) {
    if (!isAnswering) {
      return;
    }
    answers.put(asked, answer);
    if (asked.over != null) {
      to(asked.over).add(new Expected(asked));
    }
  }

  @Override
  public void push(UserId user, Push push) {
    switch (push) {
      case Push.Received received ->
          concerned.add(ConversationId.Direct.between(received.receiver(), received.sender()));
      case Push.MembersAdded added -> concerned.add(added.group().id());
      case Push.MemberRemoved removed -> {
        concerned.add(removed.group().id());
        owed.left(removed.member(), removed.group().id());
      }
      case Push.GroupRenamed renamed -> concerned.add(renamed.group().id());
      case Push.GroupDissolved dissolved -> concerned.add(dissolved.group().id());
      case Push.PeerRead read -> concerned.add(read.conversation());
      case Push.ReceiptsSwitched _ -> {
        // It is about no conversation.
      }
      case Push.InboxEntry _,
          Push.OwnRead _,
          Push.GroupRead _,
          Push.ConversationSet _,
          Push.TypingShown _,
          Push.MessagePinned _,
          Push.MessageReacted _ ->
          throw new IllegalArgumentException("told otherwise: " + push);
    }
    Present present = online.of(user);
    if (present != null) {
      present.seats.forEach(seat -> to(seat.connection).add(new Expected(push)));
    }
  }

  @Override
  public void active(UserId user, Asked asked, ConversationId conversation) {
    if (asked.over != null) {
      online.active(user, asked.over, conversation, now);
    }
  }

  /// An entry comes to every inbox whose owner sees it.
  @Override
  public void entry(Line message, int state, @Nullable Connection except) {
    concerned.add(message.chat.id);
    long position = message.position(state);
    for (UserId user : message.chat.stays.keySet()) {
      if (message.chat.isSeenBy(user, message)) {
        online.entry(user, position);
        Present present = online.of(user);
        if (present != null && position > present.newest) {
          entry(present, message, state, except);
          present.newest = position;
        }
      }
    }
  }

  private void entry(Present present, Line message, int state, @Nullable Connection except) {
    ConversationId conversation = message.chat.id;
    long activeSince = now - policy.silentFor().toMillis() * 1_000;
    for (Seat seat : present.seats) {
      if (seat.connection != except) {
        Push push =
            new Push.InboxEntry(
                message.message(state),
                present.user,
                present.newest,
                present.isSilent(seat, conversation, activeSince));
        boolean inDoubt = present.isMuteInDoubt || (isSilenceInDoubt && seat.isPhone());
        to(seat.connection).add(new Expected(push, inDoubt));
      }
    }
  }

  @Override
  public void marked(List<UserId> told, Function<UserId, Push> push, @Nullable Connection except) {
    for (UserId user : told) {
      Present present = online.of(user);
      if (present != null) {
        Expected marked = new Expected(push.apply(user));
        present.seats.stream()
            .filter(seat -> seat.connection != except)
            .forEach(seat -> to(seat.connection).add(marked));
      }
    }
  }

  /// No device is online to receive it, and the server says so.
  @Override
  public void receivedByServer(Line message, UserId receiver) {
    UserId sender = message.id.sender();
    if (online.of(receiver) == null && !receiver.equals(sender)) {
      var named = new Push.ReceivedMessage(message.sequence, message.stamp, message.id.value());
      push(sender, new Push.Received(receiver, sender, named, true));
    }
  }

  /// A read is told to the reader's other devices and to the authors of the messages that became
  /// read.
  @Override
  public void read(ReadMoved moved) {
    concerned.add(moved.chat().id);
    if (moved.over() != null) {
      online.active(moved.reader(), moved.over(), moved.chat().id, now);
    }
    Present reader = online.of(moved.reader());
    if (reader != null && moved.concernsOwn()) {
      var push = new Push.OwnRead(moved.reader(), moved.chat().id, moved.upTo(), moved.unread());
      reader.seats.stream()
          .filter(seat -> seat.connection != moved.over())
          .forEach(seat -> to(seat.connection).add(new Expected(push)));
    }
    readByOthers(moved);
  }

  /// Those whose messages became read are told.
  private void readByOthers(ReadMoved moved) {
    if (moved.authors().isEmpty()) {
      return;
    }
    Chat chat = moved.chat();
    switch (moved.chat().id) {
      case ConversationId.Direct direct ->
          push(
              direct.peerOf(moved.reader()),
              new Push.PeerRead(moved.reader(), direct, moved.upTo()));
      case ConversationId.Group _ -> {
        // Nobody needs to hear of what has expired.
        long above = Math.max(moved.from(), chat.floor);
        for (UserId author : Chat.without(chat.authors(above, moved.upTo()), moved.reader())) {
          owed.receipt(chat, author, moved.reader(), moved.upTo());
        }
      }
    }
  }

  /// A conversation was muted or unmuted.
  @Override
  public void mute(UserId user, ConversationId conversation, boolean mute) {
    mute(online.muted(user), conversation, mute);
    Present present = online.of(user);
    if (present != null) {
      mute(present.muted, conversation, mute);
    }
  }

  private static void mute(Set<ConversationId> muted, ConversationId conversation, boolean mute) {
    if (mute) {
      muted.add(conversation);
    } else {
      muted.remove(conversation);
    }
  }

  /// A device's settings are told to its user's other devices.
  @Override
  public void settings(UserId user, ConversationId conversation, @Nullable Connection over) {
    concerned.add(conversation);
    owed.item(user, conversation, over);
  }

  /// A login: it is answered at once if its user is known, and else when the user is loaded.
  @Override
  public void logIn(Asked asked, Command.LogIn login) {
    List<Asked> waiting = online.waiting(login.user());
    if (waiting.isEmpty() && online.of(login.user()) != null) {
      begin(asked, login);
    } else {
      waiting.add(asked);
    }
  }

  /// A login that has waited was answered.
  ///
  /// @param isCancelled whether its connection has ended
  void late(Asked asked, Command.LogIn login, boolean isCancelled) {
    List<Asked> waiting = online.waiting(login.user());
    boolean isNext = waiting.getFirst() == asked;
    if (asked.isBanned()
        ? mayBeBanned(asked, login.user())
        : !isCancelled && mustBeBanned(asked, login.user())) {
      answer(asked, new Answer.Refused(Refusal.BANNED, ""));
    } else if (isCancelled || !isNext || (asked.isRefused() && asked.mayBeRefused)) {
      answer(asked, new Answer.Refused(Refusal.RETRY_LATER, ""));
    } else {
      begin(asked, login);
    }
    waiting.remove(asked);
  }

  /// What was loaded may tell of a ban, or of its end, before anybody is told.
  private boolean mayBeBanned(Asked asked, UserId user) {
    return online.banned().contains(user)
        || asked.mayBeBanned
        || (isSomethingUntold && model.isBanned(user));
  }

  private boolean mustBeBanned(Asked asked, UserId user) {
    return online.banned().contains(user)
        && !asked.mayBeRefused
        && !(isSomethingUntold && !model.isBanned(user));
  }

  private void begin(Asked asked, Command.LogIn login) {
    UserId user = login.user();
    Present there = online.of(user);
    Present present = there == null ? new Present(user) : there;
    if (there == null) {
      present.newest = online.newest(user);
      present.muted.addAll(online.muted(user));
      present.isMuteInDoubt = isSomethingUntold;
      // The load may have seen what was not told yet, or what stands for messages that expired.
      long asRead =
          isSomethingUntold
              ? model.newestPosition(user)
              : Math.max(present.newest, model.expiredUpTo(user));
      if (asked.answers.contains(new Answer.LoggedIn(asRead))) {
        present.newest = asRead;
      }
    }
    Seat seat = new Seat(login.connection(), login.device());
    online.logIn(
        present,
        seat,
        login.policy(),
        gone -> to(gone.connection).add(new Expected(login.device())));
    answer(asked, new Answer.LoggedIn(present.newest));
  }

  /// A session ended. A login that still waits had to be refused before.
  @Override
  public void logOut(SessionId session) {
    online.waiting(session).ifPresent(asked -> late(asked, (Command.LogIn) asked.command, true));
    online.logOut(session);
  }

  /// Logins that wait are refused; the devices are told, and gone.
  @Override
  public void signOut(News.SignedOut out) {
    if (out.ban().isPresent()) {
      online.banned().add(out.user());
    }
    for (Asked waiting : List.copyOf(online.waiting(out.user()))) {
      Command.LogIn login = (Command.LogIn) waiting.command;
      if (out.ends(login.user(), login.device())) {
        boolean isLate = !isAnswering;
        isAnswering = true; // the login is no command of what was stored before
        late(waiting, login, true);
        isAnswering = !isLate;
      }
    }
    Present present = online.of(out.user());
    if (present != null) {
      for (Seat seat : List.copyOf(present.seats)) {
        if (out.ends(present.user, seat.device)) {
          to(seat.connection)
              .add(new Expected(out.ban().isPresent() ? Referee.BANNED : Referee.SIGNED_OUT));
          online.logOut(seat.connection.session());
        }
      }
    }
  }

  @Override
  public void letIn(UserId user) {
    online.waiting(user).forEach(asked -> asked.mayBeBanned = true);
    online.banned().remove(user);
  }
}
