package io.whaleshark.server.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.whaleshark.protocol.FrameLimits;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.RequestFrame;
import java.util.List;

/// Cuts a TCP stream into [RequestFrame]s. Confined to the connection's event loop.
///
/// A length that breaks its bound ends the decoding: where the next frame would start is unknown.
/// After a whole frame that cannot be read the next one is another try. Refusals are passed on as
/// messages, in their turn.
final class FrameDecoder extends ByteToMessageDecoder {

  private final FrameLimits limits;
  private boolean lost;

  FrameDecoder(FrameLimits limits) {
    this.limits = limits;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (lost) {
      in.skipBytes(in.readableBytes());
      return;
    }
    int start = in.readerIndex();
    try {
      RequestFrame frame = RequestFrame.tryRead(in, limits);
      if (frame != null) {
        out.add(frame);
      }
    } catch (ProtocolException e) {
      if (in.readerIndex() > start) {
        out.add(e);
        return;
      }
      lost = true;
      in.skipBytes(in.readableBytes());
      out.add(new Unreadable(e));
    }
  }

  /// The stream cannot be read any further.
  record Unreadable(ProtocolException why) {}
}
