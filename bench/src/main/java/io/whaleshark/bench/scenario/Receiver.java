package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Device;
import io.whaleshark.bench.load.Ear;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Meter;
import io.whaleshark.bench.load.Voice;
import io.whaleshark.checker.StreamChecker;

/// Gets what one sender writes. Confined to its loop's thread.
class Receiver extends Device {
  /// What it counts: messages that came, and how long after they were due.
  static final String DELIVERED = "delivered";

  private final Sender sender;
  private final StreamChecker.Receiver stream;
  private final Meter delivered;

  /// A receiver of everything that the sender writes.
  ///
  /// @param sender lives on the same loop
  Receiver(Loop loop, Voice voice, String user, Sender sender) {
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

  /// How many messages came, each counted once.
  final long arrived() {
    return stream.arrived();
  }
}
