package io.whaleshark.server.gateway.connection;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.OwnCommands;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.EventFrame;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.RequestFrame;
import io.whaleshark.protocol.SessionEvent;
import io.whaleshark.server.gateway.outbound.Backlog;
import io.whaleshark.server.gateway.outbound.CloseStatus;
import io.whaleshark.server.gateway.outbound.FanOut;
import io.whaleshark.server.gateway.outbound.FrameEncoder;
import io.whaleshark.server.gateway.outbound.FrameSink;
import io.whaleshark.server.gateway.outbound.Outgoing;
import io.whaleshark.server.gateway.shared.GatewayParts;
import io.whaleshark.server.limits.Rate;
import io.whaleshark.translation.ToWire;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One socket and the device behind it: what it sends, and the state of its login. Confined to its
/// event loop, except for [Connection]: the lane calls that, and its methods only add to the
/// [FanOut].
public final class ClientConnection implements Connection, FanOut.Recipient {

  private static final Refused GOING_AWAY =
      new Refused(
          RefusalCode.RETRY_LATER.number(),
          "the server closes the connection: reconnect",
          0,
          null,
          null,
          Refused.RETRY_LATER_MILLIS);

  private final SessionId session = SessionId.random();
  private final GatewayParts parts;
  private final Channel channel;
  private final Backlog backlog = new Backlog();
  private final FrameSink sink;
  private final Reading reading;
  private final LaneGate gate;
  private Rate requests;
  private final OwnCommands own = new OwnCommands();
  private State state = new State.Greeted();
  private boolean knowsPins;
  private boolean knowsReactions;

  /// The state of the login.
  private sealed interface State {

    /// No login yet.
    record Greeted() implements State {}

    /// A login was authenticated and waits in the lane.
    record LoggingIn(Login login) implements State {}

    /// A login was acknowledged.
    record LoggedIn(Login login) implements State {}
  }

  public ClientConnection(GatewayParts parts, Channel channel, FrameSink.Transport transport) {
    this.parts = parts;
    this.channel = channel;
    this.sink = new FrameSink(channel, transport);
    this.reading = new Reading(channel, parts.listener(), sink::flush);
    this.gate = new LaneGate(parts, channel, reading);
    this.requests = parts.rates().ofStranger();
  }

  public Channel channel() {
    return channel;
  }

  @Override
  public EventLoop loop() {
    return channel.eventLoop();
  }

  public Reading reading() {
    return reading;
  }

  public FrameSink sink() {
    return sink;
  }

  /// The logged-in caller; null before the login is acknowledged.
  public @Nullable Caller caller() {
    return state instanceof State.LoggedIn(Login login) ? login.caller() : null;
  }

  /// The device of the logged-in caller.
  ///
  /// @throws IllegalStateException before the login is acknowledged
  public DeviceId device() {
    if (state instanceof State.LoggedIn(Login login)) {
      return login.device();
    }
    throw new IllegalStateException("nobody is logged in");
  }

  /// The device has shown that it knows of pins: others are not told what they would not
  /// understand.
  public void learnPins() {
    knowsPins = true;
  }

  /// The same of reactions.
  public void learnReactions() {
    knowsReactions = true;
  }

  /// Takes one request from the rate limit: the user's after the login, the connection's own before
  /// it.
  ///
  /// @return 0 if the request is allowed, else the milliseconds until it will be
  public long takeRequest() {
    return requests.take(parts.clock().millis());
  }

  /// Refuses the unreadable stream after the answers that are still in the lane, and closes.
  public void refuseAndEnd(Refused refused) {
    var last = new Outgoing.SaidLast(refused);
    if (caller() == null) {
      carry(last);
    } else {
      submit(new Command.Turn(_ -> hand(last)));
    }
  }

  /// Removes the user's presence as soon as possible: senders are told at once whether a receiver
  /// is online.
  private void leave() {
    if (hasBegunLogin()) {
      parts.node().lane().submitAlways(new Command.LogOut(session, Reply.NONE));
    }
  }

  // --- back-pressure ---

  /// Submits a command to the lane, or waits until the lane has room.
  public void submit(Command command) {
    gate.submit(command);
  }

  /// Runs `next` when all changes of this connection so far are answered, so that it reads their
  /// effects (P12). Runs it immediately if no change is in progress.
  public void afterOwnChanges(Runnable next) {
    own.turnBefore(() -> hand(new Outgoing.Reached(next))).ifPresentOrElse(this::submit, next);
  }

  /// The socket is writable again: sends the backlog.
  public void catchUp() {
    backlog.drain().forEach(push -> carry(new Outgoing.Pushed(push)));
    flush();
  }

  // --- called by the lane ---

  @Override
  public SessionId session() {
    return session;
  }

  @Override
  public void push(Push push) {
    parts.fanOut().add(this, new Outgoing.Pushed(push));
  }

  @Override
  public void displace(DeviceId by) {
    parts.fanOut().add(this, new Outgoing.Displaced(by));
  }

  @Override
  public void signOut(DeviceId own, Optional<Ban> ban) {
    parts.fanOut().add(this, new Outgoing.SignedOut(own, ban));
  }

  @Override
  public void disconnect() {
    parts.fanOut().add(this, new Outgoing.Disconnected());
  }

  /// Returns a reply that sends the answer to a login through this connection.
  public Reply replyTo(Request.LogIn request) {
    return answer -> hand(new Outgoing.LoggedIn(request, answer));
  }

  /// Returns a reply that sends the answer to a change through this connection. The change counts
  /// as in progress until it is answered, so every path must answer it.
  public Reply replyTo(Request.Change request) {
    return own.counted(answer -> hand(new Outgoing.Answered(request, answer)));
  }

  /// Returns a reply that sends a fixed event, in its place among the other answers.
  public Reply say(Event event) {
    return _ -> hand(new Outgoing.Said(event));
  }

  private void hand(Outgoing outgoing) {
    if (loop().inEventLoop()) {
      // The lane has shut down and answered synchronously.
      if (carry(outgoing)) {
        flush();
      }
    } else {
      parts.fanOut().add(this, outgoing);
    }
  }

  /// Writes an item to the socket, without flushing.
  ///
  /// @return whether this is the first write since the last flush
  @Override
  public boolean carry(Outgoing outgoing) {
    if (sink.isEnded()) {
      return false;
    }
    boolean wasDirty = sink.isDirty();
    switch (outgoing) {
      case Outgoing.LoggedIn(Request.LogIn request, Answer answer) -> loggedIn(request, answer);
      case Outgoing.Answered(Request.Change request, Answer answer) -> write(request, answer);
      case Outgoing.Reached(Runnable next) -> next.run();
      case Outgoing.Said(Event event) -> write(event);
      case Outgoing.SaidLast(Event event) -> {
        write(event);
        end(WebSocketCloseStatus.PROTOCOL_ERROR);
      }
      case Outgoing.Ended() -> end(WebSocketCloseStatus.NORMAL_CLOSURE);
      case Outgoing.Pushed(Push push) -> write(push);
      case Outgoing.Displaced(DeviceId by) -> kick(CloseStatus.DISPLACED, by);
      case Outgoing.SignedOut(DeviceId own, Optional<Ban> ban) ->
          ban.ifPresentOrElse(
              known -> kick(CloseStatus.BANNED, known.told(), own),
              () -> kick(CloseStatus.SIGNED_OUT, own));
      case Outgoing.Disconnected() -> endForRestart();
    }
    return sink.isDirty() && !wasDirty;
  }

  /// Returns whether a login was accepted here or is in progress.
  public boolean hasBegunLogin() {
    return !(state instanceof State.Greeted);
  }

  /// Records that a login was submitted to the lane; nothing more is read until it is answered.
  ///
  /// @param until when the login expires
  public void beginLogin(RequestFrame frame, UserId user, DeviceId device, Instant until) {
    Caller caller = new Caller(user, session);
    Login login = new Login(parts, caller, device, until);
    login.endIn(loop(), () -> kick(CloseStatus.TOKEN_EXPIRED, device));
    state = new State.LoggingIn(login);
    sink.address(frame, user.name());
    reading.pause(Pause.BUSY);
  }

  private void loggedIn(Request.LogIn request, Answer answer) {
    if (state instanceof State.LoggingIn(Login login)) {
      if (answer instanceof Answer.LoggedIn) {
        state = new State.LoggedIn(login);
        requests = login.requests();
      } else {
        login.close();
        state = new State.Greeted();
      }
    }
    write(request, answer);
    reading.resume(Pause.BUSY);
  }

  /// Tells the device why its session has ended, and ends the connection.
  ///
  /// @param device the one that KICKED names
  private void kick(WebSocketCloseStatus why, DeviceId device) {
    kick(why, why.reasonText(), device);
  }

  /// @param reason what the device is told: the close frame has less room
  private void kick(WebSocketCloseStatus why, String reason, DeviceId device) {
    ClientType type = ToWire.clientType(device.kind());
    write(new SessionEvent.Kicked(reason, type, device.name()));
    end(why);
  }

  // --- writing ---

  private boolean isUnderstood(Push push) {
    return switch (push) {
      case Push.MessagePinned _ -> knowsPins;
      case Push.MessageReacted _ -> knowsReactions;
      default -> true;
    };
  }

  private void write(Push push) {
    if (!isUnderstood(push)) {
      return;
    }
    if (sink.isWritable()) {
      write(FrameEncoder.ofThread().encode(push));
    } else {
      parts.listener().held();
      if (!backlog.add(push)) {
        channel.close();
      }
    }
  }

  private void write(Request request, Answer answer) {
    Event event = ToWire.event(request, answer, parts.clock().millis());
    if (event != null) {
      write(event);
    }
  }

  /// Counts an answer that is about to be written.
  public void note(Event event) {
    if (event instanceof Refused refused) {
      parts.listener().refused(refused.code());
    }
  }

  /// Encodes an answer and puts it on the socket, without flushing.
  public void write(Event event) {
    note(event);
    write(FrameEncoder.ofThread().encode(event));
  }

  /// Puts an encoded frame on the socket, without flushing.
  public void write(EventFrame frame) {
    parts.listener().sent(frame.command());
    sink.write(frame);
  }

  @Override
  public void flush() {
    sink.flush();
  }

  /// Ends the session, after the answers that are still in the lane.
  public void logOut() {
    if (caller() == null) {
      end(WebSocketCloseStatus.NORMAL_CLOSURE);
    } else {
      reading.pause(Pause.BUSY); // never resumed: nothing follows a logout
      submit(new Command.Turn(_ -> hand(new Outgoing.Ended())));
    }
  }

  /// Flushes, ignores all further writes, and closes.
  ///
  /// @param why the close status for a WebSocket
  public void end(WebSocketCloseStatus why) {
    if (!sink.isEnded()) {
      leave();
    }
    sink.end(why);
  }

  /// Tells the client that it should reconnect, then closes.
  public void endForRestart() {
    write(GOING_AWAY);
    sink.end(WebSocketCloseStatus.SERVICE_RESTART);
  }

  /// The socket is closed.
  public void release() {
    sink.release();
    gate.close();
    switch (state) {
      case State.Greeted() -> {
        // No user was logged in.
      }
      case State.LoggingIn(Login login) -> login.close();
      case State.LoggedIn(Login login) -> login.close();
    }
    leave(); // again, because a login may have completed in between
  }
}
