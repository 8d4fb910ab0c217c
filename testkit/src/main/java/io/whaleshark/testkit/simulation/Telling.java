package io.whaleshark.testkit.simulation;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.simulation.Chat.Line;
import io.whaleshark.testkit.simulation.Online.Present;
import io.whaleshark.testkit.simulation.Online.Seat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The expected output of one turn: every field of every answer and push, for every connection, in
/// order. Confined to the simulation's thread.
final class Telling {

  /// One expected answer or push.
  ///
  /// @param positionInDoubt whether the previous position may also be a later one, that no device
  ///   has: then they pull
  record Expected(Object what, boolean positionInDoubt) {

    Expected(Object what) {
      this(what, false);
    }
  }

  private final Model model;
  private final Online online;
  private final ReceiptClock receipts;
  private final AppPolicy policy;
  private final long now;
  private final boolean readsFail;
  private final Map<Connection, List<Expected>> expected = new IdentityHashMap<>();
  private final List<Connection> connections = new ArrayList<>();
  private final Map<Asked, Answer> answers = new IdentityHashMap<>();
  private final List<Decisions.Consequence> untold = new ArrayList<>();
  private boolean isAnswering = true;

  Telling(Model model, Online online, ReceiptClock receipts, Referee.Moment moment) {
    this.model = model;
    this.online = online;
    this.receipts = receipts;
    this.policy = moment.policy();
    this.now = moment.now();
    this.readsFail = moment.readsFail();
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

  /// What could not be told, because reads of the engine failed.
  List<Decisions.Consequence> untold() {
    return untold;
  }

  /// What is told later than it was stored, of commands that were answered then.
  void others(List<Decisions.Consequence> consequences) {
    isAnswering = false;
    consequences.forEach(consequence -> consequence.tell(this));
    isAnswering = true;
  }

  void answer(Asked asked, Answer answer) {
    if (!isAnswering) {
      return;
    }
    answers.put(asked, answer);
    if (asked.over != null) {
      to(asked.over).add(new Expected(asked));
    }
  }

  void push(UserId user, Push push) {
    Present present = online.of(user);
    if (present != null) {
      present.seats.forEach(seat -> to(seat.connection).add(new Expected(push)));
    }
  }

  void push(Collection<UserId> users, Push push) {
    users.forEach(user -> push(user, push));
  }

  void active(UserId user, Asked asked, ConversationId conversation) {
    if (asked.over != null) {
      online.active(user, asked.over, conversation, now);
    }
  }

  /// An entry comes to every inbox whose owner sees it.
  void entry(Line message, boolean asTombstone, @Nullable Connection except) {
    for (UserId user : message.chat.stays.keySet()) {
      Present present = online.of(user);
      if (present != null && message.chat.isSeenBy(user, message)) {
        entry(present, message, asTombstone, except);
      }
    }
  }

  private void entry(
      Present present, Line message, boolean asTombstone, @Nullable Connection except) {
    long position = asTombstone ? message.recalledAt : message.stamp;
    if (position <= present.newest) {
      return; // the login told of it
    }
    ConversationId conversation = message.chat.id;
    long activeSince = now - policy.silentFor().toMillis() * 1_000;
    for (Seat seat : present.seats) {
      if (seat.connection != except) {
        Push push =
            new Push.InboxEntry(
                message.message(asTombstone),
                present.user,
                present.newest,
                present.isSilent(seat, conversation, activeSince));
        to(seat.connection).add(new Expected(push, present.isInDoubt));
      }
    }
    present.newest = position;
    present.isInDoubt = readsFail;
  }

  /// No device is online to receive it, and the server says so.
  void receivedByServer(Line message, UserId receiver) {
    UserId sender = message.id.sender();
    if (online.of(receiver) == null && !receiver.equals(sender)) {
      var named = new Push.ReceivedMessage(message.sequence, message.stamp, message.id.value());
      push(sender, new Push.Received(receiver, sender, named, true));
    }
  }

  /// A read is told to the reader's other devices and to the authors of the messages that became
  /// read.
  void read(Decisions.ReadMoved moved) {
    if (moved.over() != null) {
      online.active(moved.reader(), moved.over(), moved.chat().id, now);
    }
    Present reader = online.of(moved.reader());
    if (reader != null) {
      var push = new Push.OwnRead(moved.reader(), moved.chat().id, moved.upTo(), moved.unread());
      reader.seats.stream()
          .filter(seat -> seat.connection != moved.over())
          .forEach(seat -> to(seat.connection).add(new Expected(push)));
    }
    readByOthers(moved);
  }

  /// Those whose messages became read are told.
  private void readByOthers(Decisions.ReadMoved moved) {
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
        if (readsFail) {
          untold.add(telling -> telling.readByOthers(moved));
          return;
        }
        // Nobody needs to hear of what has expired.
        long above = Math.max(moved.from(), chat.floor);
        for (UserId author : Chat.without(chat.authors(above, moved.upTo()), moved.reader())) {
          Present present = online.of(author);
          if (present != null) {
            receipts.offer(present, chat, moved.reader(), moved.upTo(), this::receipt);
          }
        }
      }
    }
  }

  /// The authors of a group get the receipts whose interval has ended.
  void tick() {
    receipts.tick(this::receipt);
  }

  private void receipt(Present author, Chat chat, UserId reader, long upTo) {
    if (online.has(author) && chat.isMember(author.user)) {
      receiptOf(author.user, chat, reader, upTo).ifPresent(push -> push(author.user, push));
    }
  }

  /// A receipt with every field: the author's newest message that was read, and its count.
  static Optional<Push> receiptOf(UserId author, Chat chat, UserId reader, long upTo) {
    return chat.newestBy(author, upTo)
        .map(counted ->
            new Push.GroupRead(
                reader,
                (ConversationId.Group) chat.id,
                upTo,
                counted.message(),
                chat.readCount(counted)));
  }

  /// A conversation was muted or unmuted.
  void mute(UserId user, ConversationId conversation, boolean mute) {
    Present present = online.of(user);
    if (present != null && mute) {
      present.muted.add(conversation);
    } else if (present != null) {
      present.muted.remove(conversation);
    }
  }

  /// A device's settings are told to its user's other devices.
  void settings(UserId user, ConversationId conversation, @Nullable Connection over) {
    Present present = online.of(user);
    if (present == null) {
      return;
    }
    if (readsFail) {
      untold.add(telling -> telling.settings(user, conversation, over));
      return;
    }
    Row row = model.row(user, conversation).orElseThrow();
    present.seats.stream()
        .filter(seat -> seat.connection != over)
        .forEach(seat -> to(seat.connection).add(new Expected(row)));
  }

  void logIn(Asked asked, Command.LogIn login) {
    UserId user = login.user();
    boolean isRefused = asked.answers.stream().anyMatch(Answer.Refused.class::isInstance);
    if (readsFail && isRefused) {
      answer(asked, new Answer.Refused(Refusal.RETRY_LATER, ""));
      return;
    }
    Present there = online.of(user);
    Present present = there == null ? new Present(user) : there;
    if (there == null) {
      present.newest = model.newestPosition(user);
      model.forEachItem(
          user,
          conversation -> {
            if (model.item(user, model.chat(conversation)).isMute) {
              present.muted.add(conversation);
            }
          });
    }
    Seat seat = new Seat(login.connection(), login.device());
    online.logIn(
        present,
        seat,
        login.policy(),
        gone -> to(gone.connection).add(new Expected(login.device())));
    Answer known = new Answer.LoggedIn(present.newest);
    Answer looked = new Answer.LoggedIn(model.newestPosition(user));
    boolean isEither = asked.answers.contains(known);
    answer(asked, present.isInDoubt && !isEither ? looked : known);
  }

  void logOut(SessionId session) {
    online.logOut(session);
  }
}
