package io.whaleshark.client.chat;

import io.whaleshark.client.sdk.Update;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.Peer;
import java.util.concurrent.CountDownLatch;

/// An event of the conductor's queue.
sealed interface Happening {

  /// A line was typed.
  ///
  /// @param handled is counted down when the line has been handled
  record Typed(String line, CountDownLatch handled) implements Happening {}

  record InputEnded() implements Happening {}

  /// The input can't be read any more.
  ///
  /// @param why one line for a person to read
  record InputFailed(String why) implements Happening {}

  record Told(Update update) implements Happening {}

  record Acknowledged(Peer to, String text, SendAck ack) implements Happening {}

  /// A message was refused, or its outcome is unknown.
  ///
  /// @param why one line for a person to read
  record NotSent(String text, String why) implements Happening {}
}
