package io.whaleshark.client.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.whaleshark.protocol.CanonicalJson;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.RequestFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The frames of one sender's messages: encoded once, then only the number in the message id is
/// counted up in place. Confined to one thread.
final class MessageTemplate {
  /// What stands before the number in a message id.
  static final char ID_PREFIX = 'm';

  private static final String FIRST_ID = ID_PREFIX + "000000000000";

  private final byte[] frame;
  private final int lastDigit;

  MessageTemplate(P2pPlan plan, String fromId, String toId) {
    var body = CanonicalJson.ofText("x".repeat(plan.bodyBytes()));
    var send = new Request.Send(Peer.direct(toId), fromId, FIRST_ID, body, null, null);
    frame = encode(plan, fromId, send);
    // Latin-1 keeps one character per byte, so the place in the text is that in the bytes.
    int id = new String(frame, StandardCharsets.ISO_8859_1).indexOf('"' + FIRST_ID + '"');
    lastDigit = id + FIRST_ID.length();
  }

  /// The bytes of a request from a device of this user.
  static byte[] encode(P2pPlan plan, String device, Request request) {
    ByteBuf out = Unpooled.buffer();
    RequestFrame.of(request, plan.appId(), ClientType.WEB_API, device).write(out);
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  int bytes() {
    return frame.length;
  }

  /// Appends the next message, numbered 0, 1, 2 …
  void appendNext(ByteBuffer out) {
    out.put(frame);
    int at = lastDigit;
    while (frame[at] == '9') {
      frame[at--] = '0';
    }
    frame[at]++;
  }
}
