package io.whaleshark.engine.cluster.redis;

import static io.whaleshark.engine.cluster.redis.RedisClients.bytes;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A channel of Redis on which the nodes of a cluster hear one another, and each node itself.
/// Thread-safe; never blocks, never fails.
///
/// What is said may be lost or late, and is kept nowhere.
final class Channel {

  private static final int UNDER_WAY = 256;

  private final RedisClients clients;
  private final String name;
  private final AtomicInteger underWay = new AtomicInteger();

  private Channel(RedisClients clients, String name) {
    this.clients = clients;
    this.name = name;
  }

  /// Begins to listen, and does not wait for it. Ends with the clients.
  ///
  /// @param cluster whose nodes hear each other
  /// @param about what they tell each other here
  /// @param listener hears everything, on a thread of the connection: must be quick
  static Channel open(
      RedisClients clients, String cluster, String about, Consumer<String> listener) {
    Channel channel = new Channel(clients, "whaleshark:" + cluster + ":" + about);
    clients.subscribe(
        channel.name, said -> listener.accept(new String(said, StandardCharsets.UTF_8)));
    return channel;
  }

  /// Says something to all nodes. Dropped while too much is under way.
  void say(String text) {
    if (underWay.get() < UNDER_WAY) {
      underWay.incrementAndGet();
      clients.publish(name, bytes(text)).whenComplete((_, _) -> underWay.decrementAndGet());
    }
  }
}
