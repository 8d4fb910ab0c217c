package io.whaleshark.server.gateway.inbound;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.whaleshark.server.gateway.outbound.FrameSink.Transport;
import io.whaleshark.server.gateway.shared.GatewayParts;
import java.util.concurrent.TimeUnit;

/// The WebSocket handlers of a pipeline, from the handshake to the connection; the same on every
/// port that serves WebSockets. Immutable.
public final class WebSockets {

  /// The WebSocket's path, on every port that serves it.
  public static final String PATH = "/ws";

  private static final int ENVELOPE_BYTES = 1 << 10;
  private static final long PING_SECONDS = 30;

  private final GatewayParts parts;
  private final int messageBytes;

  public WebSockets(GatewayParts parts) {
    this.parts = parts;
    this.messageBytes = parts.config().limits().maxBodyBytes() + ENVELOPE_BYTES;
  }

  /// Adds the handlers to a connection whose next message is a valid handshake.
  public Inbound addTo(Channel channel) {
    var inbound = new Inbound(parts, channel, Transport.WEBSOCKET_BINARY);
    channel
        .pipeline()
        .addLast(new HttpServerCodec())
        .addLast(new Protocol(config()))
        .addLast(new EarlyBytes())
        .addLast(new WebSocketFrameAggregator(messageBytes))
        .addLast(new IdleStateHandler(PING_SECONDS, 0, 0, TimeUnit.SECONDS))
        .addLast(new WebSocketFrameDecoder(parts.config().limits()))
        .addLast(new FlowControlHandler())
        .addLast(inbound);
    return inbound;
  }

  /// Netty must not answer close frames: the connection does that, after it has sent its answers.
  private WebSocketServerProtocolConfig config() {
    return WebSocketServerProtocolConfig.newBuilder()
        .websocketPath(PATH)
        .checkStartsWith(true) // accepts /ws?anything as /ws
        .decoderConfig(
            WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(messageBytes)
                .closeOnProtocolViolation(false)
                .build())
        .sendCloseFrame(null)
        .handleCloseFrames(false)
        .handshakeTimeoutMillis(parts.config().loginTimeout().toMillis())
        .build();
  }

  /// Netty's handshake, pings and pongs, but without closing the channel at the first exception.
  private static final class Protocol extends WebSocketServerProtocolHandler {

    Protocol(WebSocketServerProtocolConfig config) {
      super(config);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
      if (cause instanceof WebSocketHandshakeException) {
        super.exceptionCaught(context, cause);
      } else {
        context.fireExceptionCaught(cause);
      }
    }
  }
}
