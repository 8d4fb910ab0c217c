package io.whaleshark.micro;

import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.CanonicalJson;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.protocol.ConversationType;
import io.whaleshark.protocol.MessageEvent.MessagePush;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.RequestFrame;

/// Frames like those that the load generator sends and gets: 100 letters between two users.
final class WireSamples {
  private static final int APP = 10_001;
  private static final String FROM = "bench-01234567-from-000042";
  private static final String TO = "bench-01234567-to-000042";
  private static final String ID = "m000000000042";
  private static final Bytes TEXT = CanonicalJson.ofText("abcdefghij".repeat(10));
  private static final long KEY = 1_795_450_029_566_049L;
  private static final long TIME = KEY / 1_000;
  private static final long SEQUENCE = 42;

  private WireSamples() {}

  static RequestFrame send() {
    var send = new Request.Send(Peer.direct(TO), FROM, ID, TEXT, null, null);
    return RequestFrame.of(send, APP, ClientType.WEB_API, FROM);
  }

  static SendAck ack() {
    return new SendAck(ConversationType.DIRECT, ID, KEY, SEQUENCE, TIME, null);
  }

  static MessagePush push() {
    var message =
        new ChatMessage(APP, ID, FROM, Peer.direct(TO), TEXT, null, TIME, KEY, SEQUENCE, false);
    return new MessagePush(message, TO, KEY, KEY - 17, false);
  }
}
