package io.whaleshark.server.gateway;

import io.netty.util.concurrent.ScheduledFuture;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.protocol.SessionEvent;
import io.whaleshark.server.limits.Rate;
import io.whaleshark.server.translation.ToWire;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One login, from when it was let in until it ends: who it is, how often they may ask, and for how
/// long. Confined to its connection's event loop.
final class Login {

  private static final Duration TIMER_AT_MOST = Duration.ofDays(1);

  private final GatewayParts parts;
  private final ClientConnection connection;
  private final Caller caller;
  private final DeviceId device;
  private final Instant until;
  private final Rate requests;
  private @Nullable ScheduledFuture<?> timer;

  /// @param until when it ends; [Instant#MAX] for never
  Login(
      GatewayParts parts,
      ClientConnection connection,
      Caller caller,
      DeviceId device,
      Instant until) {
    this.parts = parts;
    this.connection = connection;
    this.caller = caller;
    this.device = device;
    this.until = until;
    this.requests = parts.rates().enter(caller.user());
    if (!until.equals(Instant.MAX)) {
      startTimer();
    }
  }

  Caller caller() {
    return caller;
  }

  /// How often the user may ask.
  Rate requests() {
    return requests;
  }

  private void startTimer() {
    Duration left = Duration.between(parts.clock().instant(), until);
    Duration wait = left.compareTo(TIMER_AT_MOST) < 0 ? left : TIMER_AT_MOST;
    timer = connection.loop().schedule(this::wakeUp, wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void wakeUp() {
    if (parts.clock().instant().isBefore(until)) {
      startTimer();
      return;
    }
    ClientType type = ToWire.clientType(device.kind());
    connection.write(new SessionEvent.Kicked("the token has expired", type, device.name()));
    connection.end();
  }

  /// It was refused after all, or its connection is gone.
  void close() {
    parts.rates().leave(caller.user());
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
