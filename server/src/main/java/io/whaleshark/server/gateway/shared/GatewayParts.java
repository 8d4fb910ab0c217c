package io.whaleshark.server.gateway.shared;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.whaleshark.core.Node;
import io.whaleshark.server.gateway.outbound.FanOut;
import io.whaleshark.server.limits.OpenConnections;
import io.whaleshark.server.limits.Rates;
import java.time.Clock;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The state that all connections share. Thread-safe, except for the fan-out, which is confined to
/// the lane's thread.
public final class GatewayParts {

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

  /// A connection that waits for room in the lane; called back on its event loop.
  private record Waiting(EventLoop loop, Runnable hasRoom) {}

  public GatewayParts(
      Node node, GatewayConfig config, GatewayListener listener, FanOut fanOut, Clock clock) {
    this.clock = clock;
    this.node = node;
    this.config = config;
    this.counted = new OpenConnections(config.connectionsAtMost());
    this.listener = listener;
    this.queries = new Queries(QUERIES_AT_ONCE);
    this.fanOut = fanOut;
  }

  public Node node() {
    return node;
  }

  public GatewayConfig config() {
    return config;
  }

  public GatewayListener listener() {
    return listener;
  }

  public Queries queries() {
    return queries;
  }

  public Rates rates() {
    return config.rates();
  }

  public FanOut fanOut() {
    return fanOut;
  }

  public Clock clock() {
    return clock;
  }

  /// Registers a new connection, and returns whether it may stay.
  ///
  /// @param end closes the connection when the server closes; called on its event loop
  public boolean opened(Channel channel, Runnable end) {
    open.put(channel, end);
    return counted.add(channel, channel.remoteAddress());
  }

  public void closed(Channel channel) {
    open.remove(channel);
    counted.remove(channel);
  }

  /// The open connections, each with the action that closes it.
  public Map<Channel, Runnable> open() {
    return open;
  }

  /// Calls back on that event loop when the lane has room.
  public void awaitRoom(EventLoop loop, Runnable hasRoom) {
    awaitingRoom.add(new Waiting(loop, hasRoom));
  }

  /// The lane has room: all waiting connections try again.
  public void spaceAvailable() {
    for (Waiting next = awaitingRoom.poll(); next != null; next = awaitingRoom.poll()) {
      next.loop().execute(next.hasRoom());
    }
  }
}
