package io.whaleshark.local.cluster.load;

import io.whaleshark.checker.Ack;
import io.whaleshark.checker.Device;
import io.whaleshark.checker.InboxPage;
import io.whaleshark.checker.LogChecker;
import io.whaleshark.checker.MessageId;
import io.whaleshark.checker.Part;
import io.whaleshark.local.cluster.load.DeviceConnection.BrokenException;
import io.whaleshark.protocol.BlockEvent;
import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.protocol.CommandNumber;
import io.whaleshark.protocol.ConversationEvent;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.GroupEvent;
import io.whaleshark.protocol.MessageEvent;
import io.whaleshark.protocol.MessageName;
import io.whaleshark.protocol.PageEvent;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.PushTokenEvent;
import io.whaleshark.protocol.ReadEvent;
import io.whaleshark.protocol.ReceiptsEvent;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.ReplaceRequest;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.SessionEvent;
import io.whaleshark.protocol.TypingNotify;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A device that keeps the client's side of the contract: it trusts a push that follows what it has
/// and pulls otherwise, remembers what was not answered and sends it again under the same id. It
/// tells the checker all it does and sees.
///
/// Confined to one thread at a time.
final class ChatDevice implements AutoCloseable {

  private static final long ANSWERED_WITHIN_MILLIS = 60_000;
  private static final long PAUSE_AFTER_REFUSAL_MILLIS = 100;
  private static final int PAGE = 200;

  private static final Clock CLOCK = Clock.systemUTC();

  final LogChecker checker;
  final Device name;
  private final ClientType type;
  private final Runnable onAck;
  private final SeenReads reads;
  private @Nullable DeviceConnection connection;

  /// The end of what it has of the inbox without a hole, and the newest that it heard of.
  private long cursor;

  private long newestHeard;
  private @Nullable Pull pull;

  /// Whether a pull was refused, so that another one has to be made.
  private boolean pullOwed;

  private int requests;

  private final Sends sends = new Sends();
  private final Map<Peer, Long> displayed = new HashMap<>();
  private final Map<String, Event> answers = new HashMap<>();

  private record Pull(String requestId, long asked, long after) {}

  /// @param onAck called for each answered send
  ChatDevice(LogChecker checker, Device name, ClientType type, Runnable onAck) {
    this.checker = checker;
    this.name = name;
    this.type = type;
    this.onAck = onAck;
    this.reads = new SeenReads(checker, name);
  }

  String user() {
    return name.user();
  }

  // --- the connection ---

  /// Connects, logs in and sends again what was not answered.
  void connect(int port) throws BrokenException, InterruptedException {
    close();
    pull = null;
    answers.clear();
    connection = DeviceConnection.open(port, type, name.name());
    String id = nextRequest();
    long asked = checker.moment();
    SessionEvent.LoginAck login =
        ask(id, new Request.LogIn(user(), null, id), SessionEvent.LoginAck.class);
    checker.loggedIn(name, login.maxSequence(), asked);
    newestHeard = Math.max(newestHeard, login.maxSequence());
    sendAll(sends.takeUnanswered());
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
    }
  }

  private DeviceConnection connection() {
    if (connection == null) {
      throw new IllegalStateException(name + " is not connected");
    }
    return connection;
  }

  private String nextRequest() {
    requests++;
    return "r" + requests;
  }

  /// Handles what arrives within that time, at least all that has arrived.
  void listen(long millis) throws BrokenException, InterruptedException {
    Event event = connection().poll(millis);
    while (event != null) {
      handle(event);
      event = connection().poll(0);
    }
  }

  /// Whether there is a connection that has not broken yet, as far as is known here.
  boolean isConnected() {
    return connection != null;
  }

  /// Ends the connection, and handles all that arrived before.
  void leave() throws InterruptedException {
    if (connection != null) {
      close();
      drain();
    }
  }

  /// Handles all that arrived before the connection broke.
  void drain() throws InterruptedException {
    try {
      while (true) {
        listen(ANSWERED_WITHIN_MILLIS);
      }
    } catch (BrokenException _) {
      connection = null; // now everything was taken
    }
  }

  // --- what it asks for ---

  /// Says something for the first time.
  void say(Peer to, String id, String body) throws BrokenException {
    String json = '"' + body + '"';
    var send = new Request.Send(to, user(), id, Bytes.utf8(json), null, nextRequest());
    checker.attempted(new MessageId(user(), id), World.name(user(), to), json);
    sends.add(send);
    send(send);
  }

  /// Sends under an id that was used before, and must be answered as before.
  void repeat(Request.Send send) throws BrokenException {
    send(send);
  }

  private void send(Request request) throws BrokenException {
    connection().send(request);
  }

  void read(Peer in, long sequence) throws BrokenException {
    checker.reading(new Part(World.name(user(), in), user()), sequence);
    send(new Request.Read(in, user(), sequence, nextRequest()));
  }

  /// Reports what cannot have been displayed: it must be refused.
  void readAhead(Peer in) throws BrokenException {
    send(new Request.Read(in, user(), 1_000_000_000, nextRequest()));
  }

  void recall(Request.Send sent) throws BrokenException {
    checker.recalling(new MessageId(user(), sent.messageId()));
    MessageName of = MessageName.ofId(sent.messageId());
    send(new ReplaceRequest.Recall(sent.to(), user(), of, nextRequest()));
  }

  void edit(Request.Send sent, String body) throws BrokenException {
    String json = '"' + body + '"';
    checker.editing(new MessageId(user(), sent.messageId()), json);
    MessageName of = MessageName.ofId(sent.messageId());
    send(new ReplaceRequest.Edit(sent.to(), user(), of, Bytes.utf8(json), null, nextRequest()));
  }

  /// What it has sent.
  Sends sends() {
    return sends;
  }

  /// The newest sequence of a conversation that it has shown; 0 if none.
  long displayed(Peer in) {
    return displayed.getOrDefault(in, 0L);
  }

  /// Starts a pull if it has missed something and none is under way.
  void pullIfBehind() throws BrokenException {
    if ((newestHeard > cursor || pullOwed) && pull == null) {
      startPull();
    }
  }

  private void startPull() throws BrokenException {
    String id = nextRequest();
    pull = new Pull(id, checker.moment(), cursor);
    pullOwed = false;
    send(new Request.InboxPull(cursor, PAGE, user(), id));
  }

  /// Pulls to the end, and waits until every send was answered.
  void settle() throws BrokenException, InterruptedException {
    long deadline = CLOCK.millis() + ANSWERED_WITHIN_MILLIS;
    startPull();
    while (pull != null || pullOwed || sends.unansweredCount() > 0 || newestHeard > cursor) {
      if (CLOCK.millis() > deadline) {
        throw new IllegalStateException(name + ": no answer to " + sends + ", pull " + pull);
      }
      listen(sends.arePostponed() ? PAUSE_AFTER_REFUSAL_MILLIS : 10);
      sendRefused();
      pullIfBehind();
    }
  }

  /// Sends again what the server refused for now.
  void sendRefused() throws BrokenException {
    sendAll(sends.takePostponed());
  }

  private void sendAll(List<Request.Send> again) throws BrokenException {
    for (Request.Send send : again) {
      send(send);
    }
  }

  /// Asks and waits for the answer; null if it is refused as somebody else's business.
  ///
  /// @param maker makes the request of its id
  <T extends Event> @Nullable T askIfAllowed(Class<T> answer, Function<String, Request> maker)
      throws BrokenException, InterruptedException {
    String id = nextRequest();
    Event event = await(id, maker.apply(id));
    return event instanceof Refused ? null : answer.cast(event);
  }

  private <T extends Event> T ask(String id, Request request, Class<T> answer)
      throws BrokenException, InterruptedException {
    return answer.cast(await(id, request));
  }

  private Event await(String id, Request request) throws BrokenException, InterruptedException {
    long deadline = CLOCK.millis() + ANSWERED_WITHIN_MILLIS;
    send(request);
    Event event = answers.remove(id);
    while (event == null) {
      if (CLOCK.millis() > deadline) {
        throw new IllegalStateException(name + ": no answer to " + request);
      }
      listen(100);
      event = answers.remove(id);
    }
    if (event instanceof Refused refused && ExpectedRefusals.isForNow(refused)) {
      throw new BrokenException("refused for now: " + refused);
    }
    return event;
  }

  // --- what arrives ---

  private void handle(Event event) throws BrokenException {
    switch (event) {
      case MessageEvent.SendAck ack -> acked(ack);
      case MessageEvent.MessagePush push ->
          pushed(push.message(), push.inboxSequence(), push.previousInboxSequence());
      case MessageEvent.RecallNotify recall -> recalled(recall);
      case MessageEvent.EditAck ack ->
          checker.edited(
              new MessageId(user(), ack.messageId()), ack.messageSequence(), ack.editedTime());
      case MessageEvent.RecallAck ack ->
          checker.recalled(new MessageId(user(), ack.messageId()), ack.messageSequence());
      case MessageEvent.ReceiveAckPush _, MessageEvent.OfReaction _ -> {}
      case MessageEvent.PinAck _, MessageEvent.PinNotify _ -> {}
      case ReadEvent read -> reads.seen(read);
      case PageEvent.InboxPage page -> pulled(page);
      case PageEvent page -> answers.put(String.valueOf(page.requestId()), page);
      case SessionEvent.LoginAck login -> answers.put(String.valueOf(login.requestId()), login);
      case SessionEvent _, ConversationEvent _, BlockEvent _, ReceiptsEvent _ -> {}
      case PushTokenEvent _, TypingNotify _, GroupEvent _ -> {}
      case Refused refused -> refused(refused);
    }
  }

  private void acked(MessageEvent.SendAck ack) {
    MessageId id = new MessageId(user(), ack.messageId());
    checker.acked(id, new Ack(ack.messageSequence(), ack.messageKey(), ack.messageTime()));
    sends
        .acked(ack.messageId())
        .ifPresent(send -> {
          displayed.merge(send.to(), ack.messageSequence(), Math::max);
          onAck.run();
        });
  }

  private void pushed(ChatMessage message, long position, long previous) throws BrokenException {
    checker.pushed(name, new InboxPage.Entry(position, World.sighting(message)));
    display(message);
    advance(position, previous);
    boolean direct = message.to().equals(Peer.direct(user()));
    if (direct && position % 3 == 0) {
      send(
          new Request.ReceiveAck(
              user(),
              message.fromId(),
              message.messageKey(),
              message.messageId(),
              message.messageSequence(),
              nextRequest()));
    }
  }

  private void recalled(MessageEvent.RecallNotify recall) {
    checker.pushed(name, new InboxPage.Entry(recall.inboxSequence(), World.sighting(recall)));
    advance(recall.inboxSequence(), recall.previousInboxSequence());
  }

  private void advance(long position, long previous) {
    newestHeard = Math.max(newestHeard, position);
    if (previous == cursor) {
      cursor = position;
    }
  }

  private void display(ChatMessage message) {
    displayed.merge(message.seenBy(user()), message.messageSequence(), Math::max);
  }

  private void pulled(PageEvent.InboxPage page) throws BrokenException {
    if (pull == null || !pull.requestId().equals(page.requestId())) {
      throw new IllegalStateException(name + ": a page that nobody asked for: " + page);
    }
    List<InboxPage.Entry> entries = new ArrayList<>();
    for (PageEvent.InboxEntry entry : page.dataList()) {
      entries.add(new InboxPage.Entry(entry.inboxSequence(), World.sighting(entry.message())));
      display(entry.message());
    }
    List<InboxPage.Gap> gaps = page.gaps().stream().map(gap -> World.gap(user(), gap)).toList();
    checker.pulled(
        new InboxPage(
            name, pull.asked(), pull.after(), entries, page.maxSequence(), page.completed(), gaps));
    pull = null;
    cursor = Math.max(cursor, page.maxSequence());
    if (!page.completed()) {
      startPull();
    }
  }

  private void refused(Refused refused) {
    CommandNumber command = CommandNumber.of(refused.refusedCommand());
    boolean isSend = command == CommandNumber.MSG_P2P || command == CommandNumber.MSG_GROUP;
    if (isSend && refused.messageId() != null) {
      if (!ExpectedRefusals.isForNow(refused)) {
        ExpectedRefusals.requireExpected(name, refused);
        checker.refused(new MessageId(user(), refused.messageId()));
        sends.drop(refused.messageId());
      } else {
        sends.postpone(refused.messageId());
      }
      return;
    }
    if (refused.messageId() != null && refused.code() == RefusalCode.NO_SUCH_MESSAGE.number()) {
      checker.denied(new MessageId(user(), refused.messageId()));
      return;
    }
    ExpectedRefusals.requireExpected(name, refused);
    if (pull != null && pull.requestId().equals(refused.requestId())) {
      pull = null;
      pullOwed = true;
      return;
    }
    answers.put(String.valueOf(refused.requestId()), refused);
  }
}
