package io.whaleshark.server.gateway.inbound;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToMessageDecoder;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.whaleshark.protocol.FrameLimits;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.RequestFrame;
import io.whaleshark.server.gateway.outbound.CloseStatus;
import java.util.List;

/// Decodes the [RequestFrame] in each WebSocket message: the TCP format in a binary message, an
/// envelope in a text message. Confined to the connection's event loop. An invalid message is
/// passed on as a refusal, and decoding continues with the next message.
final class WebSocketFrameDecoder extends MessageToMessageDecoder<WebSocketFrame> {

  private final FrameLimits limits;

  WebSocketFrameDecoder(FrameLimits limits) {
    this.limits = limits;
  }

  /// A frame from a text message: a connection that logs in with one is answered in text.
  record TextFrame(RequestFrame frame) {}

  /// A text message that could not be decoded.
  record UnreadableText(ProtocolException why) {}

  /// The peer closes. Passed on ahead of messages that still wait to be read.
  ///
  /// @param answer the close status to answer with
  record PeerCloses(WebSocketCloseStatus answer) {}

  @Override
  protected void decode(ChannelHandlerContext context, WebSocketFrame message, List<Object> out) {
    try {
      switch (message) {
        case BinaryWebSocketFrame binary -> readBinary(binary.content(), out);
        case TextWebSocketFrame text ->
            out.add(
                new TextFrame(RequestFrame.fromText(ByteBufUtil.getBytes(text.content()), limits)));
        case CloseWebSocketFrame close ->
            context.fireUserEventTriggered(new PeerCloses(CloseStatus.answering(close)));
        default -> {
          // Netty answers pings earlier in the pipeline.
        }
      }
    } catch (ProtocolException e) {
      out.add(message instanceof TextWebSocketFrame ? new UnreadableText(e) : e);
    }
  }

  private void readBinary(ByteBuf content, List<Object> out) {
    while (content.isReadable()) {
      RequestFrame frame = RequestFrame.tryRead(content, limits);
      if (frame == null) {
        throw new ProtocolException(
            RefusalCode.MALFORMED,
            "message: ends inside a frame (expected: whole frames in each message)");
      }
      out.add(frame);
    }
  }
}
