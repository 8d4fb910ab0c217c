package io.whaleshark.server.gateway.connection;

import io.netty.channel.Channel;
import io.whaleshark.server.gateway.shared.GatewayListener;
import io.whaleshark.server.sockets.Later;
import java.util.EnumSet;
import java.util.Set;

/// Whether a connection reads from its socket. While it has any reason to pause, it does not, and
/// TCP holds back what the client sends (P10). Confined to the connection's event loop.
public final class Reading {

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

  /// Stops reading.
  public void pause(Pause reason) {
    if (pauses.add(reason)) {
      listener.paused(reason.name());
      channel.config().setAutoRead(false);
      flush.run(); // last, because a flush may make room and resume reading
    }
  }

  /// Stops reading for that time.
  public void pauseFor(long millis, Pause reason) {
    pause(reason);
    Later.run(channel, millis, () -> resume(reason));
  }

  /// Removes a reason; resumes reading if none is left.
  public void resume(Pause reason) {
    if (pauses.remove(reason) && pauses.isEmpty()) {
      channel.config().setAutoRead(true);
      flush.run();
    }
  }
}
