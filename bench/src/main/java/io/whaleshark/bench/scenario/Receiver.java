package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Device;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Meter;
import io.whaleshark.bench.load.Voice;

/// Gets what one sender writes. Confined to its loop's thread.
class Receiver extends Device {
  /// What it counts: messages that came, and how long after they were due.
  static final String DELIVERED = "delivered";

  private final Sender sender;
  private final Verifier verifier;
  private final Meter delivered;

  /// The only receiver of what the sender writes.
  ///
  /// @param sender lives on the same loop
  Receiver(Loop loop, Voice voice, String user, Sender sender) {
    this(loop, voice, user, sender, sender.verifier());
  }

  /// One of several receivers.
  ///
  /// @param verifier its own
  Receiver(Loop loop, Voice voice, String user, Sender sender, Verifier verifier) {
    super(loop, voice, user);
    this.sender = sender;
    this.verifier = verifier;
    this.delivered = loop.meter(DELIVERED);
  }

  @Override
  public void message(long number, long sequence) {
    if (!sender.times().knows(number)) {
      super.message(number, sequence);
      return;
    }
    verifier.delivered(number, sequence);
    delivered.record(sender.times().of(number));
  }
}
