package io.whaleshark.server.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.whaleshark.protocol.FrameLimits;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.RequestFrame;

/// The frames of TCP and of binary WebSocket messages: each is a request or a refusal (W1).
public final class FrameFuzz {

  static final FrameLimits LIMITS = new FrameLimits(128, 4_096);

  private FrameFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    try {
      RequestFrame frame = RequestFrame.tryRead(in, LIMITS);
      while (frame != null) {
        frame.request();
        frame = RequestFrame.tryRead(in, LIMITS);
      }
    } catch (ProtocolException e) {
      e.toRefused();
    }
  }
}
