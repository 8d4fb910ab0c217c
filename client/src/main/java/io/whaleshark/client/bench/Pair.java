package io.whaleshark.client.bench;

import io.whaleshark.checker.StreamChecker;
import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.Command;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A sender and its receiver. Keeps as many messages under way as the plan says. Confined to its
/// driver's thread.
final class Pair {
  private static final int RESULT_OK = 200;
  private static final int SENT_TIMES_AT_LEAST = 4096;
  private static final int SHOWN_BYTES_AT_MOST = 300;

  private final Driver driver;
  private final MessageTemplate template;
  private final int inFlight;
  private final StreamChecker checker = new StreamChecker();
  private final Wire sender;
  private final Wire receiver;

  /// When message n was sent, at n modulo the length; a message stays until it is acknowledged and
  /// delivered.
  private final long[] sentNanos;

  private final int sentMask;
  private @Nullable String broken;

  Pair(Driver driver, P2pPlan plan, Endpoint from, Endpoint to) {
    this.driver = driver;
    this.template = new MessageTemplate(plan, from.user(), to.user());
    this.inFlight = plan.inFlight();
    int slots = Math.max(SENT_TIMES_AT_LEAST, Integer.highestOneBit(plan.inFlight()) * 8);
    this.sentNanos = new long[slots];
    this.sentMask = slots - 1;
    this.sender = new Wire(from.key(), from.ping().array(), this::toSender);
    this.receiver = new Wire(to.key(), to.ping().array(), this::toReceiver);
    from.key().attach((Driver.Ready) key -> ready(key, sender));
    to.key().attach((Driver.Ready) key -> ready(key, receiver));
  }

  /// A logged-in connection, registered for reading.
  ///
  /// @param ping the frame that keeps it open
  record Endpoint(String user, SelectionKey key, Bytes ping) {}

  private void ready(SelectionKey key, Wire wire) {
    if (broken != null) {
      return;
    }
    try {
      if (key.isWritable()) {
        wire.flush();
      }
      if (key.isReadable()) {
        wire.read(driver.input());
      }
      pump();
    } catch (IOException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  /// Sends what may be sent.
  void pump() throws IOException {
    if (broken != null || !driver.isSending()) {
      return;
    }
    long room =
        Math.min(
            inFlight - (checker.sent() - checker.acked()),
            sentNanos.length - (checker.sent() - Math.min(checker.acked(), checker.arrived())));
    while (room > 0 && sender.isWritable()) {
      ByteBuffer out = driver.output();
      long now = driver.nowNanos();
      for (; room > 0 && out.remaining() >= template.bytes(); room--) {
        sentNanos[(int) checker.sent() & sentMask] = now;
        checker.sending();
        template.appendNext(out);
      }
      sender.write(out.flip(), now);
    }
  }

  /// Keeps both connections open.
  void pingIfIdle(long idleNanos) {
    if (broken != null) {
      return;
    }
    try {
      sender.pingIfIdle(idleNanos, driver.nowNanos());
      receiver.pingIfIdle(idleNanos, driver.nowNanos());
    } catch (IOException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  private void toSender(int command, byte[] bytes, int from, int to) {
    if (command != Command.MSG_ACK.number()) {
      other(command, bytes, from, to);
      return;
    }
    if (driver.codes().number(bytes, from, to) != RESULT_OK) {
      fail("refused: " + shown(bytes, from, to));
      return;
    }
    long number = driver.ackIds().number(bytes, from, to);
    long sequence = driver.ackSequences().number(bytes, from, to);
    checker.acked(number, sequence);
    if (!checker.isSent(number)) {
      fail("an answer to nothing that was sent: " + shown(bytes, from, to));
      return;
    }
    driver.acked(sentNanos[(int) number & sentMask]);
  }

  private void toReceiver(int command, byte[] bytes, int from, int to) {
    if (command != Command.MSG_P2P.number()) {
      other(command, bytes, from, to);
      return;
    }
    long number = driver.pushIds().number(bytes, from, to);
    long sequence = driver.pushSequences().number(bytes, from, to);
    checker.delivered(number, sequence);
    if (!checker.isSent(number)) {
      fail("a message that was not sent: " + shown(bytes, from, to));
      return;
    }
    driver.delivered(sentNanos[(int) number & sentMask]);
  }

  private void other(int command, byte[] bytes, int from, int to) {
    if (command == Command.REFUSED.number() || command == Command.KICKED.number()) {
      fail(Command.of(command) + ": " + shown(bytes, from, to));
    }
  }

  private static String shown(byte[] bytes, int from, int to) {
    int length = Math.min(to - from, SHOWN_BYTES_AT_MOST);
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  private void fail(String why) {
    if (broken == null) {
      broken = why;
      close();
    }
  }

  /// Whether nothing is under way any more, or nothing more will come.
  boolean isDrained() {
    return broken != null
        || (checker.acked() >= checker.sent() && checker.arrived() >= checker.acked());
  }

  StreamChecker checker() {
    return checker;
  }

  /// Why the pair could not go on; null if it could.
  @Nullable String broken() {
    return broken;
  }

  void close() {
    sender.close();
    receiver.close();
  }
}
