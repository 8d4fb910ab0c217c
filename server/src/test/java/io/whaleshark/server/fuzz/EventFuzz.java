package io.whaleshark.server.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.ProtocolException;

/// What a client reads from a server, four bytes of command and a body: an event or a
/// [ProtocolException].
public final class EventFuzz {

  private EventFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    if (in.readableBytes() < Integer.BYTES) {
      return;
    }
    int command = in.readInt();
    byte[] body = new byte[in.readableBytes()];
    in.readBytes(body);
    try {
      Event.decode(command, body);
    } catch (ProtocolException e) {
      e.detail();
    }
  }
}
