package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Ear;
import io.whaleshark.bench.load.LoadDevice;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Meter;
import io.whaleshark.bench.load.Saying;
import io.whaleshark.bench.load.Voice;
import io.whaleshark.checker.StreamChecker;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The only sender of a conversation: its message number n must become sequence n + 1. Confined to
/// its loop's thread.
///
/// In a closed loop it keeps a fixed number of messages in flight; in an open loop it sends when a
/// message is due, whatever the server has answered.
class Sender extends LoadDevice {
  /// The meter of acknowledged messages, with the latency since each was due.
  static final String ACKED = "acknowledged";

  private final Saying saying;
  private final int inFlight;
  private final SentTimes times;
  private final StreamChecker stream = new StreamChecker();
  private final Meter acked;

  /// Creates an unconnected sender.
  ///
  /// @param inFlight the number of messages in flight, 0 in an open loop
  Sender(Loop loop, Voice voice, String user, Saying saying, int inFlight) {
    super(loop, voice, user);
    this.saying = saying;
    this.inFlight = inFlight;
    this.times = new SentTimes(inFlight);
    this.acked = loop.meter(ACKED);
  }

  /// The number of messages no longer in flight.
  long done() {
    return stream.acked();
  }

  /// The number of messages whose due times are no longer needed; only the due times of later
  /// messages are kept.
  long settled() {
    return done();
  }

  final SentTimes times() {
    return times;
  }

  /// The verification of the conversation.
  final StreamChecker stream() {
    return stream;
  }

  @Override
  protected void turn() throws IOException {
    if (!loop().isSending() || inFlight == 0) {
      return;
    }
    long room = Math.min(inFlight - (times.sent() - done()), times.roomAfter(settled()));
    while (room > 0 && connection().isWritable()) {
      ByteBuffer out = loop().output();
      for (; room > 0 && out.remaining() >= saying.bytesAtMost(); room--) {
        saying.append(out, next(loop().nowNanos()));
      }
      connection().write(out.flip());
    }
  }

  @Override
  protected void due(long dueNanos) throws IOException {
    if (times.roomAfter(settled()) <= 0) {
      fail("the server is too far behind");
      return;
    }
    connection().write(saying, next(dueNanos));
  }

  private long next(long dueNanos) {
    stream.sending();
    return times.next(dueNanos);
  }

  @Override
  public void acked(long number, long sequence) {
    stream.acked(number, Ear.placeOf(number, sequence));
    acked.record(times.of(number));
  }

  @Override
  public boolean isDrained() {
    return done() >= times.sent();
  }
}
