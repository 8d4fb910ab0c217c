package io.whaleshark.server.gateway.inbound;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.InvalidIdException;
import io.whaleshark.core.id.Names;
import io.whaleshark.core.id.UserId;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.EventFrame;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.PinPull;
import io.whaleshark.protocol.PinSet;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.React;
import io.whaleshark.protocol.ReactionPull;
import io.whaleshark.protocol.ReactorsPull;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.RequestFrame;
import io.whaleshark.protocol.SessionEvent;
import io.whaleshark.protocol.Written;
import io.whaleshark.server.gateway.connection.ClientConnection;
import io.whaleshark.server.gateway.connection.Pause;
import io.whaleshark.server.gateway.shared.GatewayParts;
import io.whaleshark.server.limits.Rate;
import io.whaleshark.translation.Refusals;
import io.whaleshark.translation.ToCore;
import io.whaleshark.translation.ToWire;
import io.whaleshark.translation.WireReactions;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Routes the requests of one connection: commands to the lane, queries to virtual threads.
/// Confined to the connection's event loop. The switch has no default on purpose: a new request
/// type does not compile until it is routed.
final class Dispatcher {

  private static final int ANSWER_BYTES = 16 << 10;

  private final GatewayParts parts;
  private final ClientConnection connection;
  private final Rate refusals;

  Dispatcher(GatewayParts parts, ClientConnection connection) {
    this.parts = parts;
    this.connection = connection;
    this.refusals = parts.rates().ofRefusals();
  }

  /// Executes the request in a frame, or refuses it.
  void dispatch(RequestFrame frame) {
    Request request;
    try {
      request = frame.request();
    } catch (ProtocolException e) {
      refuse(e);
      return;
    }
    long wait = connection.takeRequest();
    if (wait > 0 && !(request instanceof Request.LogOut)) {
      tooMany(request, "requests: too many", wait);
      return;
    }
    parts.listener().received(request.command());
    try {
      switch (request) {
        case Request.Ping ping -> pong(ping);
        case Request.LogOut _ -> connection.logOut();
        case Request.LogIn login -> logIn(frame, login);
        case Request.Change change -> change(frame, change);
        case Request.Question question -> ask(frame, question);
      }
    } catch (RuntimeException e) {
      refuse(failed(request, e));
    }
  }

  private void pong(Request.Ping ping) {
    if (ping.reply()) {
      connection.write(new SessionEvent.Pong(ping.requestId()));
    }
  }

  private void logIn(RequestFrame frame, Request.LogIn request) {
    if (connection.hasBegunLogin()) {
      refuse(
          request,
          RefusalCode.ALREADY_LOGGED_IN,
          "login: repeated (expected: one login per connection)");
      return;
    }
    long wait = parts.rates().waitToLogIn(connection.channel().remoteAddress());
    if (wait > 0) {
      tooMany(request, "logins: too many failed from your address", wait);
      return;
    }
    Optional<String> fault =
        Names.newIdFault("userId", request.userId())
            .or(() -> Names.newDeviceFault("imei", frame.imei()));
    if (fault.isPresent()) {
      refuse(request, RefusalCode.MALFORMED, fault.get());
      return;
    }
    UserId user = new UserId(frame.appId(), request.userId());
    Optional<Instant> until = parts.config().gatekeeper().admit(user, request.token());
    if (until.isEmpty()) {
      parts.rates().noteFailedLogin(connection.channel().remoteAddress());
      refuse(
          request,
          RefusalCode.LOGIN_REFUSED,
          "token: not accepted (expected: a token of this user, signed for this app)");
      return;
    }
    DeviceId device = new DeviceId(ToCore.deviceKind(frame.clientType()), frame.imei());
    connection.beginLogin(frame, user, device, until.get());
    connection.submit(
        new Command.LogIn(
            user,
            device,
            connection,
            parts.config().policies().apply(user.app()).login(),
            connection.replyTo(request)));
  }

  private void change(RequestFrame frame, Request.Change request) {
    Caller caller = callerOf(frame, request);
    if (caller != null) {
      learn(request);
      Command command = command(request, caller, connection.replyTo(request));
      if (request instanceof Written written
          && !(command instanceof Command.Turn)
          && parts.config().vetting().isAsked(caller.user().app())) {
        askBefore(written, caller, command.reply());
      } else {
        connection.submit(command);
      }
    }
  }

  /// Asks the app about a message, or an edit of one. The connection reads nothing meanwhile: so it
  /// has at most one message that waits, what follows sees its effects (P12), and answers keep
  /// their order. Nobody else waits for it.
  private void askBefore(Written written, Caller caller, Reply reply) {
    connection.reading().pause(Pause.BEFORE_SEND);
    parts
        .config()
        .vetting()
        .ask(caller.user().app(), written)
        .thenAcceptAsync(
            verdict -> {
              try {
                connection.submit(verdict.command(caller, reply));
              } finally {
                connection.reading().resume(Pause.BEFORE_SEND);
              }
            },
            connection.loop());
  }

  /// Returns the command for a change. If the change contains an invalid id, returns an empty turn
  /// that answers with the refusal.
  private Command command(Request.Change request, Caller caller, Reply reply) {
    try {
      return ToCore.command(request, caller, connection.device(), reply);
    } catch (InvalidIdException e) {
      slowDown();
      Answer.Refused refused = Refusals.of(e, parts.listener()::failed);
      return new Command.Turn(_ -> reply.answer(refused));
    }
  }

  /// Returns the caller; null if the caller may not send this, after refusing it.
  private @Nullable Caller callerOf(RequestFrame frame, Request request) {
    Caller caller = connection.caller();
    if (caller == null) {
      refuse(
          request,
          RefusalCode.LOGIN_REQUIRED,
          "command: sent before login (expected: LOGIN or PING)");
      return null;
    }
    UserId user = caller.user();
    boolean asSomebodyElse = request.fromId() != null && !user.name().equals(request.fromId());
    boolean inAnotherApp = frame.appId() != 0 && frame.appId() != user.app();
    if (asSomebodyElse || inAnotherApp) {
      refuse(
          request, RefusalCode.NOT_YOURSELF, "fromId: not the user logged in on this connection");
      return null;
    }
    return caller;
  }

  // --- questions ---

  /// Notes what the client knows, as its request shows.
  private void learn(Request request) {
    switch (request) {
      case PinSet _, PinPull _ -> connection.learnPins();
      case React _, ReactionPull _ -> connection.learnReactions();
      default -> {} // it shows nothing that older clients do not know
    }
  }

  private void ask(RequestFrame frame, Request.Question question) {
    Caller caller = callerOf(frame, question);
    if (caller != null) {
      learn(question); // before it is read: what is changed from then on is told
      UserId user = caller.user();
      ask(question, () -> event(user, question));
    }
  }

  private Event event(UserId user, Request.Question question) {
    return switch (question) {
      case Request.InboxPull pull -> inbox(user, pull);
      case Request.HistoryPull pull -> history(user, pull);
      case PinPull pull -> pins(user, pull);
      case ReactionPull pull -> reactions(user, pull);
      case ReactorsPull pull -> reactors(user, pull);
      case Request.ConversationPull pull -> conversations(user, pull);
      case Request.ReceiptsPull pull ->
          ToWire.receipts(parts.node().receipts().of(user), pull.requestId());
      case Request.BlockPull pull ->
          ToWire.blockPage(parts.node().engine().blocks().of(user), pull.requestId());
      case Request.GroupReaders pull -> readers(user, pull);
      case Request.GroupReadCounts pull -> counts(user, pull);
    };
  }

  private Event inbox(UserId user, Request.InboxPull pull) {
    long after = pull.lastSequence();
    var outcome = parts.node().inbox().pull(user, after, PageLimit.of(pull.maxLimit()));
    return event(pull, outcome, slice -> ToWire.inboxPage(user, after, slice, pull.requestId()));
  }

  private Event history(UserId user, Request.HistoryPull pull) {
    ConversationId conversation = ToCore.conversation(user, pull.of());
    PageLimit limit = PageLimit.of(pull.maxLimit());
    var history = parts.node().history();
    Long after = pull.afterSequence();
    var outcome =
        after != null
            ? history.after(user, conversation, after, limit)
            : history.before(
                user,
                conversation,
                Objects.requireNonNullElse(pull.beforeSequence(), Long.MAX_VALUE),
                limit);
    return event(pull, outcome, page -> ToWire.historyPage(page, pull.requestId()));
  }

  private Event pins(UserId user, PinPull pull) {
    var outcome = parts.node().pinned().of(user, ToCore.conversation(user, pull.of()));
    return event(pull, outcome, pinned -> ToWire.pinPage(pinned, pull.requestId()));
  }

  private Event reactions(UserId user, ReactionPull pull) {
    var of = ToCore.conversation(user, pull.of());
    var outcome = parts.node().reactions().of(user, of, pull.fromSequence(), pull.toSequence());
    return event(pull, outcome, seen -> WireReactions.page(seen, pull.requestId()));
  }

  private Event reactors(UserId user, ReactorsPull pull) {
    var of = ToCore.conversation(user, pull.of());
    var outcome = parts.node().reactions().reactors(user, of, ToCore.which(pull));
    return event(pull, outcome, page -> WireReactions.reactors(page, pull.requestId()));
  }

  private Event conversations(UserId user, Request.ConversationPull pull) {
    var outcome =
        parts.node().conversations().changedAfter(user, pull.lastSequence(), pull.maxLimit());
    return event(pull, outcome, page -> ToWire.conversationPage(page, pull.requestId()));
  }

  private Event readers(UserId user, Request.GroupReaders pull) {
    var group = new ConversationId.Group(user.app(), pull.groupId());
    String after = Objects.requireNonNullElse(pull.lastUserId(), "");
    var outcome =
        parts
            .node()
            .readers()
            .audience(user, group, pull.messageSequence(), after, pull.maxLimit());
    return event(pull, outcome, page -> ToWire.readersPage(page, pull.requestId()));
  }

  private Event counts(UserId user, Request.GroupReadCounts pull) {
    var group = new ConversationId.Group(user.app(), pull.groupId());
    var outcome =
        parts.node().readers().counts(user, group, pull.fromSequence(), pull.toSequence());
    return event(pull, outcome, counts -> ToWire.countsPage(counts, pull.requestId()));
  }

  private static <T> Event event(Request request, Outcome<T> outcome, Function<T, Event> granted) {
    return switch (outcome) {
      case Outcome.Granted<T>(T value) -> granted.apply(value);
      case Outcome.Refused<T>(var refusal, String detail) ->
          Refused.of(request, Refusals.code(refusal), detail);
    };
  }

  /// Answers on a virtual thread. The connection reads again when the answer is written. So it has
  /// at most one query in progress, and answers keep the order of the queries.
  ///
  /// A query sees the effects of what its connection sent before it (P12), and waits for nothing
  /// else.
  private void ask(Request request, Supplier<Event> question) {
    connection.reading().pause(Pause.BUSY);
    try {
      connection.afterOwnChanges(() -> start(request, question));
    } catch (RuntimeException e) {
      connection.reading().resume(Pause.BUSY); // the request is refused, and nobody else resumes
      throw e;
    }
  }

  private void start(Request request, Supplier<Event> question) {
    parts
        .queries()
        .run(() -> {
          Runnable said = answer(request, question);
          connection
              .loop()
              .execute(() -> {
                said.run();
                connection.flush();
                connection.reading().resume(Pause.BUSY);
              });
        });
  }

  /// Runs the query and returns the action that writes the answer. Large pages are encoded here,
  /// because encoding them would block the event loop.
  private Runnable answer(Request request, Supplier<Event> question) {
    try {
      Event answer = question.get();
      if (answer instanceof Refused refused) {
        return () -> refuse(refused);
      }
      EventFrame frame = EventFrame.of(answer, new JsonWriter(ANSWER_BYTES));
      return () -> connection.write(frame);
    } catch (RuntimeException e) {
      Refused refused = failed(request, e);
      return () -> refuse(refused);
    }
  }

  // --- refusals ---

  private Refused failed(Request request, RuntimeException exception) {
    Answer.Refused refused = Refusals.of(exception, parts.listener()::failed);
    return Refused.of(request, Refusals.code(refused.refusal()), refused.detail());
  }

  /// Refuses a frame that could not be decoded; it counts against the rate limit all the same.
  void refuse(ProtocolException unreadable) {
    connection.takeRequest();
    refuse(unreadable.toRefused());
  }

  private void tooMany(Request request, String what, long waitMillis) {
    String detail = what + ", retry in " + waitMillis + " ms";
    refuse(Refused.of(request, RefusalCode.TOO_MANY, detail).retryAfter(waitMillis));
  }

  private void refuse(Request request, RefusalCode code, String detail) {
    refuse(Refused.of(request, code, detail));
  }

  /// Sends a refusal through the lane, so that it does not overtake the answers of earlier
  /// requests. Before the login there is nothing to overtake.
  private void refuse(Refused refused) {
    slowDown();
    if (connection.caller() == null) {
      connection.write(refused);
    } else {
      connection.submit(new Command.Turn(connection.say(refused)));
    }
  }

  /// Refusals cost resources too: a client that is refused too often is not read from for a while.
  private void slowDown() {
    long wait = refusals.take(parts.clock().millis());
    if (wait > 0) {
      connection.reading().pauseFor(wait, Pause.REFUSED);
    }
  }
}
