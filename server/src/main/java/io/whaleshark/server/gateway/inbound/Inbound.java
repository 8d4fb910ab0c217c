package io.whaleshark.server.gateway.inbound;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.RequestFrame;
import io.whaleshark.server.gateway.connection.ClientConnection;
import io.whaleshark.server.gateway.connection.Pause;
import io.whaleshark.server.gateway.outbound.CloseStatus;
import io.whaleshark.server.gateway.outbound.FrameSink;
import io.whaleshark.server.gateway.shared.GatewayParts;
import io.whaleshark.server.sockets.Later;
import java.io.IOException;

/// The last handler of a pipeline: passes frames to the [Dispatcher] and socket events to its
/// [ClientConnection]. Confined to the connection's event loop.
public final class Inbound extends ChannelInboundHandlerAdapter {

  private static final long ROOM_LATER_MILLIS = 5_000;

  private final GatewayParts parts;
  private final Channel channel;
  private final ClientConnection connection;
  private final FrameSink sink;
  private final Dispatcher dispatcher;

  public Inbound(GatewayParts parts, Channel channel, FrameSink.Transport transport) {
    this.parts = parts;
    this.channel = channel;
    this.connection = new ClientConnection(parts, channel, transport);
    this.sink = connection.sink();
    this.dispatcher = new Dispatcher(parts, connection);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    long wait = parts.rates().takeConnection(channel.remoteAddress());
    begin();
    if (wait > 0 && !sink.isEnded()) {
      turnAway(RefusalCode.TOO_MANY, "connections: too many from your address", wait);
    }
    context.fireChannelActive();
  }

  /// Starts the connection. Whoever added this handler to a channel that was already active calls
  /// it once; the port of that channel has counted it against the rate of its address.
  public void begin() {
    boolean hasRoom = parts.opened(channel, connection::endForRestart);
    parts.listener().connections(sink.transport(), +1);
    awaitLogin();
    if (!hasRoom) {
      turnAway(RefusalCode.RETRY_LATER, "connections: too many", ROOM_LATER_MILLIS);
    }
  }

  /// Refuses the connection with a reason, as far as a WebSocket can receive one before its
  /// handshake, and closes.
  private void turnAway(RefusalCode code, String why, long waitMillis) {
    Refused refused = new Refused(code.number(), why + ", retry later", 0, null, null);
    if (sink.isTcp()) {
      connection.write(refused.retryAfter(waitMillis));
      connection.end(WebSocketCloseStatus.TRY_AGAIN_LATER);
    } else {
      connection.note(refused);
      channel.close();
    }
  }

  private void awaitLogin() {
    Later.run(channel, parts.config().loginTimeout().toMillis(), this::closeUnlessLoggedIn);
  }

  private void closeUnlessLoggedIn() {
    if (!connection.hasBegunLogin()) {
      endNowOr(CloseStatus.NO_LOGIN);
    } else if (connection.caller() == null) {
      awaitLogin(); // a login is in progress, and the lane may still refuse it
    }
  }

  /// Closes with a status where a WebSocket is open to receive it; otherwise closes the socket
  /// immediately.
  private void endNowOr(WebSocketCloseStatus why) {
    if (sink.saysWhy()) {
      connection.end(why);
    } else {
      channel.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    switch (message) {
      case RequestFrame frame -> received(frame, false);
      case WebSocketFrameDecoder.TextFrame(RequestFrame frame) -> received(frame, true);
      case WebSocketFrameDecoder.UnreadableText(ProtocolException why) -> {
        if (connection.caller() == null) {
          sink.speakLike(true);
        }
        dispatcher.refuse(why);
      }
      case ProtocolException unreadable -> dispatcher.refuse(unreadable);
      case FrameDecoder.Unreadable(ProtocolException why) ->
          connection.refuseAndEnd(why.toRefused());
      default ->
          throw new IllegalStateException(
              "message: " + message.getClass() + " (expected: a frame)");
    }
  }

  private void received(RequestFrame frame, boolean text) {
    if (sink.isEnded()) {
      return;
    }
    if (connection.caller() == null) {
      sink.speakLike(text);
      sink.address(frame, "");
    }
    dispatcher.dispatch(frame);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    connection.flush();
    context.fireChannelReadComplete();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    switch (event) {
      case IdleStateEvent _ when sink.isTcp() -> channel.close();
      case IdleStateEvent _ -> sink.ping();
      case WebSocketServerProtocolHandler.HandshakeComplete _ -> sink.open();
      case WebSocketFrameDecoder.PeerCloses(WebSocketCloseStatus answer) -> connection.end(answer);
      default -> {
        // Irrelevant here.
      }
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    WebSocketCloseStatus unreadable = CloseStatus.of(cause);
    if (unreadable != null) {
      endNowOr(unreadable);
      return;
    }
    // Network errors and a peer's invalid frames are not failures of the server.
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
    parts.closed(channel);
    parts.listener().connections(sink.transport(), -1);
    connection.release();
    context.fireChannelInactive();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (channel.isWritable()) {
      connection.reading().resume(Pause.UNWRITABLE);
      connection.catchUp();
    } else {
      connection.reading().pause(Pause.UNWRITABLE);
    }
    context.fireChannelWritabilityChanged();
  }
}
