package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.LoadDevice;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Meter;
import io.whaleshark.bench.load.Saying;
import io.whaleshark.bench.load.Voice;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Sends to one conversation, in a closed loop or by an open-loop schedule, and tolerates refusals.
/// Confined to its loop's thread.
///
/// Every message gets one answer, in order: an acknowledgement or a refusal. The acknowledged
/// messages form the conversation: their sequences are 1, 2, 3 …
final class Flooder extends LoadDevice {
  static final String ACCEPTED = "accepted";
  static final String REFUSED = "refused";
  static final String HELD_BACK = "held back by the client";

  private static final int CALM_IN_FLIGHT = 20;

  /// The maximum number of unanswered messages while flooding; the client holds back the rest
  /// itself.
  private static final int FLOOD_IN_FLIGHT = 1_000;

  private final Saying saying;
  private final SentTimes times = new SentTimes(FLOOD_IN_FLIGHT);
  private final Meter accepted;
  private final Meter refused;
  private final Meter heldBack;
  private boolean flooding;
  private long answered;
  private long sequence;
  private long outOfOrder;

  Flooder(Loop loop, Voice voice, String user, Saying saying) {
    super(loop, voice, user);
    this.saying = saying;
    this.accepted = loop.meter(ACCEPTED);
    this.refused = loop.meter(REFUSED);
    this.heldBack = loop.meter(HELD_BACK);
  }

  /// Switches between the schedule (true) and the closed loop (false).
  void flood(boolean now) {
    flooding = now;
  }

  @Override
  protected void turn() throws IOException {
    if (flooding || !loop().isSending()) {
      return;
    }
    long room = CALM_IN_FLIGHT - (times.sent() - answered);
    while (room > 0 && connection().isWritable()) {
      ByteBuffer out = loop().output();
      for (; room > 0 && out.remaining() >= saying.bytesAtMost(); room--) {
        saying.append(out, times.next(loop().nowNanos()));
      }
      connection().write(out.flip());
    }
  }

  @Override
  protected void due(long dueNanos) throws IOException {
    if (!flooding) {
      return;
    }
    if (times.sent() - answered >= FLOOD_IN_FLIGHT || !connection().isWritable()) {
      heldBack.count(1);
      return;
    }
    connection().write(saying, times.next(dueNanos));
  }

  @Override
  public void acked(long number, long ackedSequence) {
    answer(number);
    sequence++;
    if (ackedSequence != sequence) {
      outOfOrder++;
    }
    accepted.record(times.of(number));
  }

  @Override
  public void sendRefused(long number, String why) {
    answer(number);
    refused.record(times.of(number));
  }

  private void answer(long number) {
    if (number != answered) {
      outOfOrder++;
    }
    answered++;
  }

  @Override
  public boolean isDrained() {
    return answered >= times.sent();
  }

  long unanswered() {
    return times.sent() - answered;
  }

  /// The number of answers out of order.
  long outOfOrder() {
    return outOfOrder;
  }

  /// The number of acknowledged messages: the newest sequence of the conversation.
  long acknowledged() {
    return sequence;
  }
}
