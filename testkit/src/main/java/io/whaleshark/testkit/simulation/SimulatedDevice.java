package io.whaleshark.testkit.simulation;

import io.whaleshark.checker.Ack;
import io.whaleshark.checker.Device;
import io.whaleshark.checker.LogChecker;
import io.whaleshark.checker.MessageId;
import io.whaleshark.checker.ReaderCount;
import io.whaleshark.client.sync.Backoff;
import io.whaleshark.client.sync.ConversationBook;
import io.whaleshark.client.sync.Outbox;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.session.Push;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.Peer;
import io.whaleshark.translation.ToCore;
import io.whaleshark.translation.ToWire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A device that keeps the client's side of the contract with the parts that the SDK ships: its
/// inbox, its outbox and its book of conversations. Here they are driven in virtual time. It tells
/// the checker all it does and sees. Confined to the simulation's thread.
final class SimulatedDevice {

  private static final long MICROS_PER_MILLI = 1_000;
  private static final Duration ANSWERED_WITHIN = Duration.ofMillis(800);

  /// How often it looks after what is due.
  private static final long LOOK_MICROS = 100_000;

  private static final long TRY_AGAIN_MICROS = 200_000;

  private record Outgoing(String messageId, ConversationId conversation, Message.Sent content) {}

  private final Simulation simulation;
  private final LogChecker checker;
  private final UserId user;
  private final DeviceId id;
  private final Device name;
  private @Nullable Wire wire;
  private boolean isLoggedIn;

  private int sent;

  private final List<Message> own = new ArrayList<>();
  private final Mischief mischief;
  private final Rewriting rewriting;
  private final ReceiptBook receipts = new ReceiptBook();
  private final Shown shown = new Shown(this::isReplaced, this::isByThisDevice);
  private final Outbox<Outgoing> outbox;
  private final DeviceBook conversations;
  private final DeviceInbox inbox;

  SimulatedDevice(Simulation simulation, UserId user, DeviceId id) {
    this.simulation = simulation;
    this.checker = simulation.checker();
    this.user = user;
    this.id = id;
    this.name = new Device(user.name(), id.name());
    Backoff pauses = simulation.newPauses();
    this.outbox = new Outbox<>(ANSWERED_WITHIN, pauses);
    this.conversations = new DeviceBook(simulation, this, pauses);
    this.inbox = new DeviceInbox(simulation, this, outbox::isSentHere, pauses);
    this.mischief = new Mischief(this, inbox, own);
    this.rewriting = new Rewriting(this, simulation, inbox, own);
  }

  private boolean isReplaced(Peer in, long sequence) {
    return simulation.server().referee().isReplaced(ToCore.conversation(user, in), sequence);
  }

  private boolean isByThisDevice(ChatMessage message) {
    return message.fromId().equals(user.name()) && isSentHere(message.messageId());
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

  /// Whether it has sent a message with this id.
  boolean isSentHere(String messageId) {
    return outbox.isSentHere(messageId);
  }

  /// The stamp up to which it knows of changes of its conversations.
  long listedUpTo() {
    return conversations.listedUpTo();
  }

  /// What its user has seen.
  Shown shown() {
    return shown;
  }

  /// What it knows of its conversations.
  ConversationBook book() {
    return conversations.book();
  }

  /// What was missed of the inbox is pulled.
  void catchUp() {
    inbox.goOn();
  }

  boolean isLoggedIn() {
    return isLoggedIn;
  }

  /// Whether it waits for nothing.
  boolean isSettled() {
    return isLoggedIn
        && outbox.unanswered().isEmpty()
        && inbox.isSettled()
        && conversations.isSettled();
  }

  @Override
  public String toString() {
    return name
        + (isLoggedIn ? "" : " (away)")
        + " has "
        + inbox
        + ", waits for "
        + outbox.unanswered()
        + (conversations.isSettled() ? "" : ", does not know all of its conversations");
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
        reply -> new Command.LogIn(user, id, over.asSeenByNode(), policy, reply),
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
    outbox.loggedIn(simulation.nowNanos());
    shown.lost();
    inbox.loggedIn(newest);
    transmitDue(over);
    // Who has read what it wrote while it was away.
    over.ask(() -> ReceiptBook.known(over.server().requireNode(), user), receipts::take);
    conversations.loggedIn();
    over.later(LOOK_MICROS, () -> lookAfter(over));
  }

  /// What has to be done again is done again, as long as this connection stands.
  private void lookAfter(Wire over) {
    if (loggedInWire() == over) {
      transmitDue(over);
      inbox.sayAgain(simulation.nowNanos());
      conversations.lookAfter();
      over.later(LOOK_MICROS, () -> lookAfter(over));
    }
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
    Payload extra = sent % 3 == 0 ? Payload.ofText("{}") : Payload.NONE;
    var content = new Message.Sent(Payload.ofText(body), extra);
    checker.attempted(new MessageId(user.name(), messageId), Scene.name(conversation), body);
    boolean _ =
        outbox.add(
            messageId, new Outgoing(messageId, conversation, content), simulation.nowNanos());
    if (wire != null && isLoggedIn) {
      transmitDue(wire);
    }
  }

  /// Sends again what was answered before: nothing may come of it but the same answer.
  void repeat(int which) {
    if (wire != null && isLoggedIn && !own.isEmpty()) {
      Message message = own.get(which % own.size());
      if (message.content() instanceof Message.Sent content) {
        String messageId = message.clientId().value();
        transmit(wire, new Outgoing(messageId, message.conversation(), content));
      }
    }
  }

  private void transmitDue(Wire over) {
    outbox.due(simulation.nowNanos()).forEach(what -> transmit(over, what));
  }

  private void transmit(Wire over, Outgoing what) {
    over.submit(
        reply ->
            new Command.Send(
                new Caller(user, over.session()),
                what.conversation(),
                new ClientMessageId(user, what.messageId()),
                what.content(),
                reply),
        answer -> answered(what, answer));
  }

  private void answered(Outgoing what, Answer answer) {
    String messageId = what.messageId();
    switch (answer) {
      case Answer.Sent(Message message) -> {
        Ack ack = new Ack(message.sequence(), message.stamp(), message.stamp() / MICROS_PER_MILLI);
        checker.acked(new MessageId(user.name(), messageId), ack);
        boolean _ = outbox.answered(messageId);
        Peer to = ToWire.peer(what.conversation(), user);
        // Sent again after it had expired, it is another message under the same id.
        if (shown.sent(to, message.sequence())) {
          own.add(message);
          inbox.sent(to, message.sequence());
          book().sent(to, ToWire.message(message));
        }
      }
      case Answer.Refused(Refusal refusal, String detail) -> {
        if (refusal.isForNow()) {
          outbox.refusedForNow(messageId, simulation.nowNanos());
        } else {
          simulation.sendRefused(user, new MessageId(user.name(), messageId), refusal, detail);
          boolean _ = outbox.answered(messageId);
        }
      }
      default -> simulation.violated("P3 a send was answered " + answer);
    }
  }

  /// Its user looks at all that was shown of a conversation.
  void read(ConversationId conversation) {
    conversations.read(ToWire.peer(conversation, user));
  }

  /// What else can be sent over its connection.
  Mischief mischief() {
    return mischief;
  }

  /// Recalls one of its own messages.
  void recall(int which) {
    rewriting.recall(which);
  }

  /// Gives one of its own messages another content.
  void edit(int which) {
    rewriting.edit(which);
  }

  // --- what it is told ---

  void pushed(Wire over, Push push) {
    if (over != wire) {
      return; // nobody looks at the old one any more
    }
    switch (push) {
      case Push.InboxEntry entry -> {
        inbox.pushed(entry);
        mischief.saw(entry.message());
      }
      case Push.OwnRead read -> {
        checker.readSeen(name, Scene.part(read.conversation(), read.reader()), read.sequence());
        Peer in = ToWire.peer(read.conversation(), user);
        book().readElsewhere(in, read.sequence(), read.unread());
      }
      case Push.Received received -> conversations.received(received);
      case Push.PeerRead read -> {
        boolean _ = book().peerRead(Peer.direct(read.reader().name()), read.sequence());
        checker.readSeen(name, Scene.part(read.conversation(), read.reader()), read.sequence());
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
      case Push.ConversationSet _,
          Push.ReceiptsSwitched _,
          Push.TypingShown _,
          Push.MessagePinned _,
          Push.MessageReacted _,
          Push.MembersAdded _,
          Push.MemberRemoved _,
          Push.GroupRenamed _,
          Push.GroupDissolved _ -> {}
    }
  }

  /// Its user opens the conversation list.
  void pull() {
    conversations.list();
  }
}
