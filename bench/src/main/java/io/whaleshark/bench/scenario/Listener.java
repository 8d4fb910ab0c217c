package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.LoadDevice;
import io.whaleshark.bench.load.Loop;

/// An online receiver of a [Spread]. Confined to its loop's thread.
final class Listener extends LoadDevice {
  private final Streams streams;
  private final int self;
  private final Spreader sender;

  /// @param sender its only sender, on the same loop
  Listener(Loop loop, Streams streams, int self, Spreader sender) {
    super(loop, streams.voice(streams.receiver(self)), streams.receiver(self));
    this.streams = streams;
    this.self = self;
    this.sender = sender;
  }

  @Override
  public void message(long number, long sequence) {
    if (!streams.isFor(self, number)) {
      super.message(number, sequence);
      return;
    }
    streams.delivered(number, sequence);
  }

  @Override
  public boolean isDrained() {
    return streams.arrived(self) >= sender.sent();
  }
}
