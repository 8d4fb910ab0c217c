package io.whaleshark.server.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// What is done on a connection after a time, unless it closes before: a timer that outlived its
/// connection would hold all of it in memory. Stateless.
final class Later {

  private Later() {}

  /// Runs the action on the connection's event loop.
  static void run(Channel channel, long millis, Runnable action) {
    Future<?> timer = channel.eventLoop().schedule(action, millis, TimeUnit.MILLISECONDS);
    ChannelFutureListener cancel = _ -> timer.cancel(false);
    channel.closeFuture().addListener(cancel);
    timer.addListener(_ -> channel.closeFuture().removeListener(cancel));
  }
}
