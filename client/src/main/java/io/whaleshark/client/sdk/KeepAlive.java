package io.whaleshark.client.sdk;

import io.whaleshark.protocol.Request;
import java.time.Duration;

/// Pings the server, so that nothing on the way ends an idle connection, and ends the connection
/// when the server stays silent: a connection that broke far away looks like an idle one.
final class KeepAlive {

  private static final int PINGS_UNANSWERED = 3;

  private final Duration interval;

  /// When the last frame arrived. Volatile: the reader writes it, the pinger reads it.
  private volatile long arrivedNanos = System.nanoTime();

  KeepAlive(Duration interval) {
    this.interval = interval;
  }

  /// A frame has arrived.
  void arrived() {
    arrivedNanos = System.nanoTime();
  }

  /// Pings until the connection has ended.
  void pingUntilEnd(Client client) {
    long patience = interval.toNanos() * PINGS_UNANSWERED;
    try {
      while (!client.awaitClosed(interval)) {
        if (System.nanoTime() - arrivedNanos > patience) {
          client.end(new Closed(Closed.Cause.LOST, "no data from " + client.config().server()));
        } else {
          client.tell(new Request.Ping(true, null));
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (DisconnectedException _) {
      // The connection has ended; the listener is told of that separately.
    }
  }
}
