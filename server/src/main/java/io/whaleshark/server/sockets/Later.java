package io.whaleshark.server.sockets;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Schedules an action on a connection and cancels it when the connection closes: a timer that
/// outlives its connection would keep all of it in memory. Stateless.
public final class Later {

  private Later() {}

  /// Runs the action on the connection's event loop.
  public static void run(Channel channel, long millis, Runnable action) {
    Future<?> timer = channel.eventLoop().schedule(action, millis, TimeUnit.MILLISECONDS);
    ChannelFutureListener cancel = _ -> timer.cancel(false);
    channel.closeFuture().addListener(cancel);
    timer.addListener(_ -> channel.closeFuture().removeListener(cancel));
  }
}
