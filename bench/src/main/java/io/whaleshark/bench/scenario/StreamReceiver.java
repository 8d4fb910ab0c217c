package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Ear;
import io.whaleshark.bench.load.LoadDevice;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Meter;
import io.whaleshark.bench.load.Voice;
import io.whaleshark.checker.StreamChecker;

/// Receives the messages of one sender. Confined to its loop's thread.
class StreamReceiver extends LoadDevice {
  /// The meter of delivered messages, with the latency since each was due.
  static final String DELIVERED = "delivered";

  private final Sender sender;
  private final StreamChecker.Receiver stream;
  private final Meter delivered;

  /// A receiver of all messages of the sender.
  ///
  /// @param sender runs on the same loop
  StreamReceiver(Loop loop, Voice voice, String user, Sender sender) {
    super(loop, voice, user);
    this.sender = sender;
    this.stream = sender.stream().receiver();
    this.delivered = loop.meter(DELIVERED);
  }

  @Override
  public void message(long number, long sequence) {
    stream.delivered(number, Ear.placeOf(number, sequence));
    delivered.record(sender.times().of(number));
  }

  /// The number of messages that arrived, each counted once.
  final long arrived() {
    return stream.arrived();
  }
}
