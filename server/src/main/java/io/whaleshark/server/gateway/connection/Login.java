package io.whaleshark.server.gateway.connection;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.server.gateway.shared.GatewayParts;
import io.whaleshark.server.limits.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One login, from its authentication to its end: the caller, the rate limit, and the expiry.
/// Confined to its connection's event loop.
final class Login {

  private static final Duration TIMER_AT_MOST = Duration.ofDays(1);

  private final GatewayParts parts;
  private final Caller caller;
  private final DeviceId device;
  private final Instant until;
  private final Rate requests;
  private @Nullable ScheduledFuture<?> timer;

  /// @param until when the login expires; [Instant#MAX] for never
  Login(GatewayParts parts, Caller caller, DeviceId device, Instant until) {
    this.parts = parts;
    this.caller = caller;
    this.device = device;
    this.until = until;
    this.requests = parts.rates().enter(caller.user());
  }

  Caller caller() {
    return caller;
  }

  DeviceId device() {
    return device;
  }

  /// The user's rate limit.
  Rate requests() {
    return requests;
  }

  /// Calls `expired` on that event loop when the login expires.
  void endIn(EventLoop loop, Runnable expired) {
    if (until.equals(Instant.MAX)) {
      return;
    }
    Duration left = Duration.between(parts.clock().instant(), until);
    Duration wait = left.compareTo(TIMER_AT_MOST) < 0 ? left : TIMER_AT_MOST;
    timer =
        loop.schedule(
            () -> {
              if (parts.clock().instant().isBefore(until)) {
                endIn(loop, expired);
              } else {
                expired.run();
              }
            },
            wait.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /// The lane refused the login, or the connection is closed.
  void close() {
    parts.rates().leave(caller.user());
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
