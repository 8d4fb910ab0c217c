package io.whaleshark.server.gateway.inbound;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.whaleshark.protocol.FrameLimits;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.RequestFrame;
import java.util.List;

/// Decodes a TCP stream into [RequestFrame]s. Confined to the connection's event loop.
///
/// A length out of bounds ends the decoding, because the start of the next frame is then unknown.
/// After a complete but invalid frame, decoding continues with the next frame. Refusals are passed
/// on as messages, in order.
public final class FrameDecoder extends ByteToMessageDecoder {

  private final FrameLimits limits;
  private boolean lost;

  public FrameDecoder(FrameLimits limits) {
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

  /// The stream cannot be decoded any further.
  record Unreadable(ProtocolException why) {}
}
