package io.whaleshark.server.gateway;

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
import java.util.List;

/// Reads the [RequestFrame] in each WebSocket message: the bytes of TCP in a binary one, an
/// envelope in a text one. Confined to the connection's event loop. What cannot be read is passed
/// on as a refusal; the next message is another try.
final class WebSocketFrameDecoder extends MessageToMessageDecoder<WebSocketFrame> {

  private final FrameLimits limits;

  WebSocketFrameDecoder(FrameLimits limits) {
    this.limits = limits;
  }

  /// What arrived as text: a connection that logs in with it is answered in text.
  record TextFrame(RequestFrame frame) {}

  /// What arrived as text and cannot be read.
  record UnreadableText(ProtocolException why) {}

  /// The peer closes: told past what still waits to be read.
  ///
  /// @param answer what its close frame is answered with
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
          // Pings are answered before they come here.
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
            "message: ends within a frame (expected: whole frames in each message)");
      }
      out.add(frame);
    }
  }
}
