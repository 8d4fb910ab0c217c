package io.whaleshark.server.fuzz;

import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.RequestFrame;

/// The envelopes of WebSocket text messages: each is a request or a refusal (W1).
public final class TextFuzz {

  private TextFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    try {
      RequestFrame.fromText(bytes, FrameFuzz.LIMITS).request();
    } catch (ProtocolException e) {
      e.toRefused();
    }
  }
}
