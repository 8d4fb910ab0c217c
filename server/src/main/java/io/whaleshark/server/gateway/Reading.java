package io.whaleshark.server.gateway;

import io.netty.channel.Channel;
import java.util.EnumSet;
import java.util.Set;

/// Whether a connection is read from: while there is any reason to pause it is not, and what its
/// client sends waits on the way (P10). Confined to the connection's event loop.
final class Reading {

  private final Channel channel;
  private final GatewayListener listener;
  private final Runnable flush;
  private final Set<Pause> pauses = EnumSet.noneOf(Pause.class);

  /// @param flush sends what was written: nobody tells of the end of what was read meanwhile
  Reading(Channel channel, GatewayListener listener, Runnable flush) {
    this.channel = channel;
    this.listener = listener;
    this.flush = flush;
  }

  /// Reads no more.
  void pause(Pause reason) {
    if (pauses.add(reason)) {
      listener.paused(reason.name());
      channel.config().setAutoRead(false);
      flush.run(); // last: it may make room, and then reading goes on already
    }
  }

  /// Reads no more for that time.
  void pauseFor(long millis, Pause reason) {
    pause(reason);
    Later.run(channel, millis, () -> resume(reason));
  }

  /// Reads on, beginning with what was held back.
  void resume(Pause reason) {
    if (pauses.remove(reason) && pauses.isEmpty()) {
      channel.config().setAutoRead(true);
      flush.run();
    }
  }
}
