package io.whaleshark.testkit.simulation;

import io.whaleshark.checker.Ack;
import io.whaleshark.checker.Device;
import io.whaleshark.checker.InboxPage;
import io.whaleshark.checker.LogChecker;
import io.whaleshark.checker.MessageId;
import io.whaleshark.checker.ReaderCount;
import io.whaleshark.core.app.LoginPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Message;
import io.whaleshark.core.engine.Payload;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.session.Push;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A device that keeps the client's side of the contract: it trusts a push that follows what it has
/// and pulls otherwise, remembers what was not answered and sends it again under the same id. It
/// tells the checker all it does and sees. Confined to the simulation's thread.
final class SimulatedDevice {

  private static final long MICROS_PER_MILLI = 1_000;
  private static final long ANSWERED_WITHIN_MICROS = 800_000;
  private static final long TRY_AGAIN_MICROS = 200_000;

  private record Outgoing(ConversationId conversation, Message.Sent content) {}

  private final Simulation simulation;
  private final LogChecker checker;
  private final UserId user;
  private final DeviceId id;
  private final Device name;
  private @Nullable Wire wire;
  private boolean isLoggedIn;

  private int sent;

  private final Map<String, Outgoing> unanswered = new LinkedHashMap<>();
  private final List<Message> own = new ArrayList<>();
  private final Map<ConversationId, Long> displayed = new LinkedHashMap<>();
  private final ReceiptBook receipts = new ReceiptBook();
  private final InboxCopy inbox;

  SimulatedDevice(Simulation simulation, UserId user, DeviceId id) {
    this.simulation = simulation;
    this.checker = simulation.checker();
    this.user = user;
    this.id = id;
    this.name = new Device(user.name(), id.name());
    this.inbox = new InboxCopy(simulation, this);
  }

  UserId user() {
    return user;
  }

  DeviceId id() {
    return id;
  }

  /// As the checker knows it.
  Device name() {
    return name;
  }

  /// The wire over which it is logged in; null while it is not.
  @Nullable Wire loggedInWire() {
    return isLoggedIn ? wire : null;
  }

  /// What it knows of who has read what it wrote.
  ReceiptBook receipts() {
    return receipts;
  }

  boolean isLoggedIn() {
    return isLoggedIn;
  }

  /// Whether it waits for nothing.
  boolean isSettled() {
    return isLoggedIn && unanswered.isEmpty() && inbox.isSettled();
  }

  @Override
  public String toString() {
    return name
        + (isLoggedIn ? "" : " (away)")
        + " has "
        + inbox
        + ", waits for "
        + unanswered.keySet();
  }

  // --- the connection ---

  /// Connects and logs in, unless it is connected.
  void connect() {
    if (wire == null) {
      Wire opened = simulation.newWire(this);
      wire = opened;
      logIn(opened);
    }
  }

  /// Takes a second connection while the first one stands.
  void connectAgain() {
    if (wire != null) {
      lost(wire);
    }
    connect();
  }

  private void logIn(Wire over) {
    long asked = checker.moment();
    LoginPolicy policy = simulation.loginPolicy();
    over.logIn(
        policy,
        reply -> new Command.LogIn(new Caller(user, over.asSeenByNode()), id, policy, reply),
        answer -> {
          if (wire != over) {
            return; // it has taken another connection meanwhile
          }
          if (answer instanceof Answer.LoggedIn(long newest)) {
            loggedIn(over, newest, asked);
          } else {
            over.later(TRY_AGAIN_MICROS, () -> logIn(over));
          }
        });
  }

  private void loggedIn(Wire over, long newest, long asked) {
    checker.loggedIn(name, newest, asked);
    isLoggedIn = true;
    unanswered.forEach((messageId, what) -> transmit(over, messageId, what));
    askReceipts(over);
    inbox.heard(newest);
  }

  /// The user goes away, or the network does.
  void cut() {
    if (wire != null) {
      wire.cut();
      lost(wire);
    }
  }

  /// That connection is gone.
  void lost(Wire gone) {
    if (wire == gone) {
      wire = null;
      isLoggedIn = false;
      inbox.lost();
    }
  }

  void badNetwork(long micros) {
    if (wire != null) {
      wire.beBad(micros);
    }
  }

  void stopReading(long micros) {
    if (wire != null) {
      wire.stopReading(micros);
    }
  }

  // --- what its user does ---

  /// Writes a message; it is sent as soon as the device is logged in.
  void send(ConversationId conversation) {
    String messageId = name.name() + "-" + ++sent;
    String body = '"' + messageId + '"';
    var what = new Outgoing(conversation, new Message.Sent(Payload.ofText(body), Payload.NONE));
    checker.attempted(new MessageId(user.name(), messageId), Scene.name(conversation), body);
    unanswered.put(messageId, what);
    if (wire != null && isLoggedIn) {
      transmit(wire, messageId, what);
    }
  }

  /// Sends again what was answered before: nothing may come of it but the same answer.
  void repeat(int which) {
    if (wire != null && isLoggedIn && !own.isEmpty()) {
      Message message = own.get(which % own.size());
      if (message.content() instanceof Message.Sent content) {
        transmit(wire, message.clientId().value(), new Outgoing(message.conversation(), content));
      }
    }
  }

  private void transmit(Wire over, String messageId, Outgoing what) {
    over.submit(
        reply ->
            new Command.Send(
                new Caller(user, over.asSeenByNode()),
                what.conversation(),
                new ClientMessageId(user, messageId),
                what.content(),
                reply),
        answer -> answered(over, messageId, what, answer));
    over.later(ANSWERED_WITHIN_MICROS, () -> again(over, messageId, what));
  }

  private void again(Wire over, String messageId, Outgoing what) {
    if (unanswered.containsKey(messageId)) {
      transmit(over, messageId, what);
    }
  }

  private void answered(Wire over, String messageId, Outgoing what, Answer answer) {
    switch (answer) {
      case Answer.Sent(Message message) -> {
        Ack ack = new Ack(message.sequence(), message.stamp(), message.stamp() / MICROS_PER_MILLI);
        checker.acked(new MessageId(user.name(), messageId), ack);
        if (unanswered.remove(messageId) != null) {
          own.add(message);
          displayed.merge(what.conversation(), message.sequence(), Math::max);
        }
      }
      case Answer.Refused(Refusal refusal, String detail) -> {
        if (refusal == Refusal.RETRY_LATER || refusal == Refusal.INTERNAL) {
          over.later(TRY_AGAIN_MICROS, () -> again(over, messageId, what));
        } else {
          simulation.expectRefusal(user, refusal, detail);
          checker.refused(new MessageId(user.name(), messageId));
          unanswered.remove(messageId);
        }
      }
      default -> simulation.violated("P3 a send was answered " + answer);
    }
  }

  /// Reports everything of a conversation that it has shown.
  void read(ConversationId conversation) {
    long sequence = displayed.getOrDefault(conversation, 0L);
    if (wire == null || !isLoggedIn || sequence == 0) {
      return;
    }
    Wire over = wire;
    checker.reading(Scene.part(conversation, user), sequence);
    over.submit(
        reply ->
            new Command.Read(new Caller(user, over.asSeenByNode()), conversation, sequence, reply),
        answer -> {
          if (answer instanceof Answer.Refused(Refusal refusal, String detail)) {
            simulation.expectRefusal(user, refusal, detail);
            if (refusal == Refusal.RETRY_LATER) {
              over.later(TRY_AGAIN_MICROS, () -> read(conversation));
            }
          }
        });
  }

  /// Recalls one of its own messages.
  void recall(int which) {
    if (wire == null || !isLoggedIn || own.isEmpty()) {
      return;
    }
    Wire over = wire;
    Message message = own.get(which % own.size());
    MessageId messageId = new MessageId(user.name(), message.clientId().value());
    checker.recalling(messageId);
    over.submit(
        reply ->
            new Command.Recall(
                new Caller(user, over.asSeenByNode()),
                message.conversation(),
                new Command.Named.BySequence(message.sequence()),
                reply),
        answer -> {
          switch (answer) {
            case Answer.Recalled _ -> checker.recalled(messageId);
            case Answer.Refused(Refusal refusal, _) when refusal == Refusal.NO_SUCH_MESSAGE ->
                checker.denied(messageId);
            case Answer.Refused(Refusal refusal, String detail) ->
                simulation.expectRefusal(user, refusal, detail);
            default -> simulation.violated("P2 a recall was answered " + answer);
          }
        });
  }

  // --- what it is told ---

  void pushed(Wire over, Push push) {
    if (over != wire) {
      return; // nobody looks at the old one any more
    }
    switch (push) {
      case Push.InboxEntry entry -> entry(entry);
      case Push.OwnRead read ->
          checker.readSeen(name, Scene.part(read.conversation(), read.reader()), read.sequence());
      case Push.PeerRead read -> {
        checker.readSeen(name, Scene.part(read.conversation(), read.reader()), read.sequence());
        receipts.peerRead(read.conversation(), read.sequence());
      }
      case Push.GroupRead read -> {
        Message counted = read.counted();
        checker.readSeen(name, Scene.part(read.conversation(), read.reader()), read.sequence());
        checker.counted(
            new ReaderCount(
                Scene.name(read.conversation()),
                counted.sequence(),
                0,
                read.readCount(),
                counted.audience(),
                null));
        receipts.readBy(counted, read.readCount());
      }
      default -> {}
    }
  }

  private void entry(Push.InboxEntry entry) {
    Message message = entry.message();
    long position = message.inboxPosition();
    checker.pushed(name, new InboxPage.Entry(position, Scene.sighting(message)));
    display(message);
    if (message.conversation() instanceof ConversationId.Direct direct
        && !message.sender().equals(user)
        && wire != null) {
      Wire over = wire;
      over.submit(
          reply ->
              new Command.Receive(
                  new Caller(user, over.asSeenByNode()),
                  direct,
                  message.sequence(),
                  message.stamp(),
                  message.clientId().value(),
                  reply),
          _ -> {});
    }
    inbox.pushed(entry.previousPosition(), position);
  }

  /// Shown to its user, who may report it as read.
  void display(Message message) {
    displayed.merge(message.conversation(), message.sequence(), Math::max);
  }

  /// Pulls what is new, to the end.
  void pull() {
    inbox.pull();
  }

  /// Finds out who has read what it wrote while it was away: the conversation list, and counts.
  private void askReceipts(Wire over) {
    over.ask(node -> ReceiptBook.known(node, user), receipts::take);
  }
}
