package io.whaleshark.server.gateway;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.OwnCommands;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import io.whaleshark.core.session.SessionId;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.EventFrame;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.RequestFrame;
import io.whaleshark.protocol.SessionEvent;
import io.whaleshark.server.limits.Rate;
import io.whaleshark.server.translation.ToWire;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One socket and the device behind it: what is sent to it, and how far its login is. Confined to
/// its event loop, except for [Connection], which is called by the lane and only gathers in the
/// [FanOut].
final class ClientConnection implements Connection, FanOut.Recipient {

  private static final Refused GOING_AWAY =
      new Refused(
          RefusalCode.RETRY_LATER.number(),
          "the server is closing: connect again",
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

  /// How far the login is.
  private sealed interface State {

    /// Nobody has logged in here.
    record Greeted() implements State {}

    /// A login was let in and is on its way to the lane.
    record LoggingIn(Login login) implements State {}

    /// A login was acknowledged.
    record LoggedIn(Login login) implements State {}
  }

  ClientConnection(GatewayParts parts, Channel channel, FrameSink.Transport transport) {
    this.parts = parts;
    this.channel = channel;
    this.sink = new FrameSink(channel, transport);
    this.reading = new Reading(channel, parts.listener(), sink::flush);
    this.gate = new LaneGate(parts, channel, reading);
    this.requests = parts.rates().ofStranger();
  }

  Channel channel() {
    return channel;
  }

  @Override
  public EventLoop loop() {
    return channel.eventLoop();
  }

  Reading reading() {
    return reading;
  }

  FrameSink sink() {
    return sink;
  }

  /// Who is logged in; null before the login is acknowledged.
  @Nullable Caller caller() {
    return state instanceof State.LoggedIn(Login login) ? login.caller() : null;
  }

  /// Takes the share of one request from the user's allowance, before the login from one of the
  /// connection's own.
  ///
  /// @return 0 if it is there, else in how many milliseconds it will be
  long takeRequest() {
    return requests.take(parts.clock().millis());
  }

  /// Says why nothing more can be read, after the answers that are still in the lane.
  void refuseAndEnd(Refused refused) {
    var last = new Outgoing.SaidLast(refused);
    if (caller() == null) {
      carry(last);
    } else {
      submit(new Command.Turn(_ -> hand(last)));
    }
  }

  /// The user is no longer here: said as soon as it is known, since others are told at once whether
  /// somebody receives what they send.
  private void leave() {
    if (hasBegunLogin()) {
      parts.node().lane().submitAlways(new Command.LogOut(session, Reply.NONE));
    }
  }

  // --- back-pressure ---

  /// Gives a command to the lane, as soon as it has room.
  void submit(Command command) {
    gate.submit(command);
  }

  /// Goes on when everything is answered that this connection changes so far, and what is read then
  /// sees it (P12): at once, if nothing is under way.
  void afterOwnChanges(Runnable next) {
    own.turnBefore(() -> hand(new Outgoing.Reached(next))).ifPresentOrElse(this::submit, next);
  }

  /// The peer takes what it is sent again: what it missed meanwhile is sent.
  void catchUp() {
    backlog.drain().forEach(push -> carry(new Outgoing.Pushed(push)));
    flush();
  }

  // --- what the lane sends ---

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

  /// A reply that carries the answer to a login back here.
  Reply replyTo(Request.LogIn request) {
    return answer -> hand(new Outgoing.LoggedIn(request, answer));
  }

  /// A reply that carries the answer to a change back here. The change is under way from now on
  /// until it is answered, so it must be.
  Reply replyTo(Request.Change request) {
    return own.counted(answer -> hand(new Outgoing.Answered(request, answer)));
  }

  /// A reply that says what was known beforehand, in its turn.
  Reply say(Event event) {
    return _ -> hand(new Outgoing.Said(event));
  }

  private void hand(Outgoing outgoing) {
    if (loop().inEventLoop()) {
      // The lane took no command any more and answered at once.
      if (carry(outgoing)) {
        flush();
      }
    } else {
      parts.fanOut().add(this, outgoing);
    }
  }

  /// Puts something on the socket, without flushing.
  ///
  /// @return whether this is the first since the last flush
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
      case Outgoing.Displaced(DeviceId by) -> {
        ClientType type = ToWire.clientType(by.kind());
        write(new SessionEvent.Kicked("another device of this user logged in", type, by.name()));
        end(CloseStatus.DISPLACED);
      }
    }
    return sink.isDirty() && !wasDirty;
  }

  /// Whether a login was accepted here or is under way.
  boolean hasBegunLogin() {
    return !(state instanceof State.Greeted);
  }

  /// Notes that a login is on its way to the lane; until it is answered nothing more is read.
  ///
  /// @param until when it ends
  Caller beginLogin(RequestFrame frame, UserId user, DeviceId device, Instant until) {
    Caller caller = new Caller(user, session);
    Login login = new Login(parts, caller, until);
    login.endIn(loop(), () -> expire(device));
    state = new State.LoggingIn(login);
    sink.address(frame, user.name());
    reading.pause(Pause.BUSY);
    return caller;
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

  private void expire(DeviceId device) {
    ClientType type = ToWire.clientType(device.kind());
    write(new SessionEvent.Kicked("the token has expired", type, device.name()));
    end(CloseStatus.TOKEN_EXPIRED);
  }

  // --- writing ---

  private void write(Push push) {
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
  void note(Event event) {
    if (event instanceof Refused refused) {
      parts.listener().refused(refused.code());
    }
  }

  /// Encodes an answer and puts it on the socket, without flushing.
  void write(Event event) {
    note(event);
    write(FrameEncoder.ofThread().encode(event));
  }

  /// Puts an encoded frame on the socket, without flushing.
  void write(EventFrame frame) {
    parts.listener().sent(frame.command());
    sink.write(frame);
  }

  @Override
  public void flush() {
    sink.flush();
  }

  /// Ends the session, after the answers that are still in the lane.
  void logOut() {
    if (caller() == null) {
      end(WebSocketCloseStatus.NORMAL_CLOSURE);
    } else {
      reading.pause(Pause.BUSY); // for ever: nothing follows a logout
      submit(new Command.Turn(_ -> hand(new Outgoing.Ended())));
    }
  }

  /// Sends what was written, takes nothing more, and closes.
  ///
  /// @param why what a WebSocket is told
  void end(WebSocketCloseStatus why) {
    if (!sink.isEnded()) {
      leave();
    }
    sink.end(why);
  }

  /// Says that the server goes away and that the client should connect again, then closes.
  void endForRestart() {
    write(GOING_AWAY);
    sink.end(WebSocketCloseStatus.SERVICE_RESTART);
  }

  /// The socket is gone.
  void release() {
    sink.release();
    gate.close();
    switch (state) {
      case State.Greeted() -> {
        // Nobody leaves.
      }
      case State.LoggingIn(Login login) -> login.close();
      case State.LoggedIn(Login login) -> login.close();
    }
    leave(); // again, if it had: a login may have come between
  }
}
