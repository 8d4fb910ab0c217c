package io.whaleshark.server.gateway;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.whaleshark.core.Node;
import io.whaleshark.server.limits.OpenConnections;
import io.whaleshark.server.limits.Rates;
import java.time.Clock;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What all connections share. Thread-safe, but for the fan-out, which is the lane's.
final class GatewayParts {

  private static final int QUERIES_AT_ONCE = 64;

  private final Node node;
  private final GatewayConfig config;
  private final GatewayListener listener;
  private final Queries queries;
  private final FanOut fanOut;
  private final Clock clock;
  private final OpenConnections counted;
  private final Map<Channel, Runnable> open = new ConcurrentHashMap<>();
  private final Queue<Waiting> awaitingRoom = new ConcurrentLinkedQueue<>(); // each at most once

  /// Somebody who has to be told, on their event loop, that the lane has room.
  private record Waiting(EventLoop loop, Runnable hasRoom) {}

  GatewayParts(
      Node node, GatewayConfig config, GatewayListener listener, FanOut fanOut, Clock clock) {
    this.clock = clock;
    this.node = node;
    this.config = config;
    this.counted = new OpenConnections(config.connectionsAtMost());
    this.listener = listener;
    this.queries = new Queries(QUERIES_AT_ONCE);
    this.fanOut = fanOut;
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

  FanOut fanOut() {
    return fanOut;
  }

  Clock clock() {
    return clock;
  }

  /// Notes a new connection, and tells whether there is room for it.
  ///
  /// @param end ends it when the server closes; called on its event loop
  boolean opened(Channel channel, Runnable end) {
    open.put(channel, end);
    return counted.add(channel, channel.remoteAddress());
  }

  void closed(Channel channel) {
    open.remove(channel);
    counted.remove(channel);
  }

  /// The connections that are open, and how each is ended.
  Map<Channel, Runnable> open() {
    return open;
  }

  /// Calls back on that event loop when the lane has room.
  void awaitRoom(EventLoop loop, Runnable hasRoom) {
    awaitingRoom.add(new Waiting(loop, hasRoom));
  }

  /// The lane has room: whoever waits tries again.
  void spaceAvailable() {
    for (Waiting next = awaitingRoom.poll(); next != null; next = awaitingRoom.poll()) {
      next.loop().execute(next.hasRoom());
    }
  }
}
