package io.whaleshark.server.gateway;

import io.whaleshark.core.Node;
import io.whaleshark.server.limits.OpenConnections;
import io.whaleshark.server.limits.Rates;
import java.time.Clock;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What all connections share. Thread-safe, but for the outbox, which is the lane's.
final class GatewayParts {

  private static final int QUERIES_AT_ONCE = 64;

  private final Node node;
  private final GatewayConfig config;
  private final GatewayListener listener;
  private final Queries queries;
  private final Outbox outbox;
  private final Clock clock;
  private final OpenConnections counted;
  private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();
  private final Queue<ClientConnection> awaitingRoom =
      new ConcurrentLinkedQueue<>(); // each at most once

  GatewayParts(
      Node node, GatewayConfig config, GatewayListener listener, Outbox outbox, Clock clock) {
    this.clock = clock;
    this.node = node;
    this.config = config;
    this.counted = new OpenConnections(config.connectionsAtMost());
    this.listener = listener;
    this.queries = new Queries(QUERIES_AT_ONCE);
    this.outbox = outbox;
  }

  Node node() {
    return node;
  }

  GatewayConfig config() {
    return config;
  }

  GatewayListener listener() {
    return listener;
  }

  Queries queries() {
    return queries;
  }

  Rates rates() {
    return config.rates();
  }

  Outbox outbox() {
    return outbox;
  }

  Clock clock() {
    return clock;
  }

  /// Notes a new connection, and tells whether there is room for it.
  boolean opened(ClientConnection connection) {
    open.add(connection);
    return counted.add(connection, connection.channel().remoteAddress());
  }

  void closed(ClientConnection connection) {
    open.remove(connection);
    counted.remove(connection);
  }

  Set<ClientConnection> open() {
    return open;
  }

  /// The connection wants to know when the lane has room.
  void awaitRoom(ClientConnection connection) {
    awaitingRoom.add(connection);
  }

  /// The lane has room: whoever waits tries again.
  void spaceAvailable() {
    for (ClientConnection next = awaitingRoom.poll(); next != null; next = awaitingRoom.poll()) {
      next.loop().execute(next::tryAgain);
    }
  }
}
