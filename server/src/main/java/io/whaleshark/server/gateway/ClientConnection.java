package io.whaleshark.server.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.timeout.IdleStateEvent;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.EventFrame;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.RequestFrame;
import io.whaleshark.protocol.SessionEvent;
import io.whaleshark.server.limits.Rate;
import io.whaleshark.server.translation.ToWire;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One socket and the device behind it. Confined to its event loop, except for [Connection], which
/// is called by the lane and only gathers in the [Outbox].
final class ClientConnection extends ChannelInboundHandlerAdapter implements Connection {

  private static final long ROOM_LATER_MILLIS = 5_000;

  private static final Refused GOING_AWAY =
      new Refused(
          RefusalCode.RETRY_LATER.number(),
          "the server is closing: connect again",
          0,
          null,
          null,
          Refused.RETRY_LATER_MILLIS);

  private final GatewayParts parts;
  private final Dispatcher dispatcher;
  private final Channel channel;
  private final Backlog backlog = new Backlog();
  private final FrameSink sink;
  private final Reading reading;
  private final LaneGate gate;
  private Rate requests;
  private @Nullable Login login;
  private @Nullable Login loggingIn;

  ClientConnection(GatewayParts parts, Channel channel, FrameSink.Transport transport) {
    this.parts = parts;
    this.dispatcher = new Dispatcher(parts, this);
    this.channel = channel;
    this.sink = new FrameSink(channel, transport);
    this.reading = new Reading(channel, parts.listener(), sink::flush);
    this.gate = new LaneGate(parts, this);
    this.requests = parts.rates().ofStranger();
  }

  Channel channel() {
    return channel;
  }

  EventLoop loop() {
    return channel.eventLoop();
  }

  Reading reading() {
    return reading;
  }

  /// Who is logged in; null before the login is acknowledged.
  @Nullable Login login() {
    return login;
  }

  // --- what arrives ---

  @Override
  public void channelActive(ChannelHandlerContext context) {
    boolean hasRoom = parts.opened(this);
    parts.listener().connections(sink.transport(), +1);
    Later.run(channel, parts.config().loginTimeout().toMillis(), this::closeUnlessLoggedIn);
    context.fireChannelActive();
    long wait = parts.rates().takeConnection(channel.remoteAddress());
    if (!hasRoom) {
      turnAway(RefusalCode.RETRY_LATER, "connections: too many", ROOM_LATER_MILLIS);
    } else if (wait > 0) {
      turnAway(RefusalCode.TOO_MANY, "connections: too many from your address", wait);
    }
  }

  /// Says why, as far as a WebSocket can say anything before its handshake, and closes.
  private void turnAway(RefusalCode code, String why, long waitMillis) {
    Refused refused = new Refused(code.number(), why + ", come again later", 0, null, null);
    if (sink.isTcp()) {
      write(refused.retryAfter(waitMillis));
      end();
    } else {
      note(refused);
      channel.close();
    }
  }

  private void closeUnlessLoggedIn() {
    if (loggingIn == null) {
      channel.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    switch (message) {
      case RequestFrame frame -> received(frame, false);
      case WebSocketFrameDecoder.TextFrame(RequestFrame frame) -> received(frame, true);
      case WebSocketFrameDecoder.UnreadableText(ProtocolException why) -> {
        if (login == null) {
          sink.speakLike(true);
        }
        dispatcher.refuse(why);
      }
      case ProtocolException unreadable -> dispatcher.refuse(unreadable);
      case FrameDecoder.Unreadable(ProtocolException why) -> refuseAndEnd(why.toRefused());
      default ->
          throw new IllegalStateException(
              "message: " + message.getClass() + " (expected: a frame)");
    }
  }

  /// Takes the share of one request from the user's allowance, before the login from one of the
  /// connection's own.
  ///
  /// @return 0 if it is there, else in how many milliseconds it will be
  long takeRequest() {
    return requests.take(parts.clock().millis());
  }

  /// Says why nothing more can be read, after the answers that are still in the lane.
  private void refuseAndEnd(Refused refused) {
    var last = new Outgoing.SaidLast(refused);
    if (login == null) {
      carry(last);
    } else {
      submit(new Command.Turn(_ -> hand(last)));
    }
  }

  private void received(RequestFrame frame, boolean text) {
    if (sink.isEnded()) {
      return;
    }
    if (login == null) {
      sink.speakLike(text);
      sink.address(frame, "");
    }
    dispatcher.dispatch(frame);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    flush();
    context.fireChannelReadComplete();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      if (sink.isTcp()) {
        channel.close();
      } else {
        sink.ping();
      }
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // What the network or a peer's broken frames do is no failure of the server.
    boolean isTheirs =
        cause instanceof IOException
            || cause instanceof DecoderException
            || cause instanceof PrematureChannelClosureException;
    if (!isTheirs) {
      parts.listener().failed(cause);
    }
    channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    sink.release();
    parts.closed(this);
    parts.listener().connections(sink.transport(), -1);
    gate.close();
    if (loggingIn != null) {
      loggingIn.close();
    }
    leave(); // again, if it had: a login may have come between
    context.fireChannelInactive();
  }

  /// The user is no longer here: said as soon as it is known, since others are told at once whether
  /// somebody receives what they send.
  private void leave() {
    if (loggingIn != null) {
      parts.node().lane().submitAlways(new Command.LogOut(this, Reply.NONE));
    }
  }

  // --- back-pressure ---

  /// Gives a command to the lane, as soon as it has room.
  void submit(Command command) {
    gate.submit(command);
  }

  /// The lane has room again.
  void tryAgain() {
    gate.tryAgain();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (channel.isWritable()) {
      reading.resume(Pause.UNWRITABLE);
      backlog.drain().forEach(push -> carry(new Outgoing.Pushed(push)));
      flush();
    } else {
      reading.pause(Pause.UNWRITABLE);
    }
    context.fireChannelWritabilityChanged();
  }

  // --- what the lane sends ---

  @Override
  public void push(Push push) {
    parts.outbox().add(this, new Outgoing.Pushed(push));
  }

  @Override
  public void displace(DeviceId by) {
    parts.outbox().add(this, new Outgoing.Displaced(by));
  }

  /// A reply that carries the answer to the request back here.
  Reply replyTo(Request request) {
    return answer -> hand(new Outgoing.Answered(request, answer));
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
      parts.outbox().add(this, outgoing);
    }
  }

  /// Puts something on the socket, without flushing.
  ///
  /// @return whether this is the first since the last flush
  boolean carry(Outgoing outgoing) {
    if (sink.isEnded()) {
      return false;
    }
    boolean wasDirty = sink.isDirty();
    switch (outgoing) {
      case Outgoing.Answered(Request.LogIn request, Answer answer) -> loggedIn(request, answer);
      case Outgoing.Answered(Request request, Answer answer) -> write(request, answer);
      case Outgoing.Said(Event event) -> write(event);
      case Outgoing.SaidLast(Event event) -> {
        write(event);
        end();
      }
      case Outgoing.Ended() -> end();
      case Outgoing.Pushed(Push push) -> write(push);
      case Outgoing.Displaced(DeviceId by) -> {
        ClientType type = ToWire.clientType(by.kind());
        write(new SessionEvent.Kicked("another device of this user logged in", type, by.name()));
        end();
      }
    }
    return sink.isDirty() && !wasDirty;
  }

  /// Whether a login was accepted here or is under way.
  boolean hasBegunLogin() {
    return loggingIn != null;
  }

  /// Notes that a login is on its way to the lane; until it is answered nothing more is read.
  ///
  /// @param until when it ends
  Caller beginLogin(RequestFrame frame, UserId user, DeviceId device, Instant until) {
    Caller caller = new Caller(user, this);
    loggingIn = new Login(parts, this, caller, device, until);
    sink.address(frame, user.name());
    reading.pause(Pause.BUSY);
    return caller;
  }

  private void loggedIn(Request.LogIn request, Answer answer) {
    if (answer instanceof Answer.LoggedIn && loggingIn != null) {
      login = loggingIn;
      requests = loggingIn.requests();
    } else if (loggingIn != null) {
      loggingIn.close();
      loggingIn = null;
    }
    write(request, answer);
    reading.resume(Pause.BUSY);
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

  void flush() {
    sink.flush();
  }

  /// Ends the session, after the answers that are still in the lane.
  void logOut() {
    if (login == null) {
      end();
    } else {
      reading.pause(Pause.BUSY); // for ever: nothing follows a logout
      submit(new Command.Turn(_ -> hand(new Outgoing.Ended())));
    }
  }

  /// Sends what was written, takes nothing more, and closes.
  void end() {
    if (!sink.isEnded()) {
      leave();
    }
    sink.end();
  }

  /// Says that the server goes away and that the client should connect again, then closes.
  void endForRestart() {
    write(GOING_AWAY);
    sink.end(WebSocketCloseStatus.SERVICE_RESTART);
  }
}
