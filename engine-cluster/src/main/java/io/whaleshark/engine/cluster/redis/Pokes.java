package io.whaleshark.engine.cluster.redis;

import static io.whaleshark.engine.cluster.redis.RedisClients.bytes;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Hints from node to node that an app has got further, on a channel of Redis. Thread-safe; never
/// blocks, never fails.
///
/// A poke may be lost, late or wrong: whoever hears one looks at PostgreSQL. A node also hears its
/// own pokes, and so knows whether pokes arrive at all.
///
/// A poke is the text `NODE APP STAMP`; a greeting is a poke of no app.
public final class Pokes {

  private static final Pattern POKE = Pattern.compile("(\\S{1,63}) (\\d{1,10}) (\\d{1,18})");
  private static final long ARRIVE_WITHIN_MILLIS = 3_000;
  private static final int UNDER_WAY = 256;

  /// Hears pokes of other nodes, on a thread of the connection: must be quick.
  @FunctionalInterface
  public interface Listener {
    void poked(int app, long stamp);
  }

  private final RedisClients clients;
  private final String channel;
  private final String node;
  private final Clock clock;
  private final Listener listener;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicLong heard = new AtomicLong();
  private volatile long heardAt; // by the clock, in milliseconds; 0 if none was heard yet

  private Pokes(RedisClients clients, String channel, String node, Clock clock, Listener listener) {
    this.clients = clients;
    this.channel = channel;
    this.node = node;
    this.clock = clock;
    this.listener = listener;
  }

  /// Begins to listen, and does not wait for it. Ends with the clients.
  ///
  /// @param cluster whose nodes hear each other
  /// @param node the own name; what it says itself is not told to the listener
  public static Pokes open(
      RedisClients clients, String cluster, String node, Clock clock, Listener listener) {
    Pokes pokes = new Pokes(clients, "whaleshark:" + cluster + ":news", node, clock, listener);
    clients.subscribe(pokes.channel, pokes::hear);
    return pokes;
  }

  /// Tells the other nodes that an app has got to a stamp. Dropped while too many are under way.
  public void poke(int app, long stamp) {
    if (underWay.get() < UNDER_WAY) {
      underWay.incrementAndGet();
      clients
          .publish(channel, bytes(node + " " + app + " " + stamp))
          .whenComplete((_, _) -> underWay.decrementAndGet());
    }
  }

  /// Pokes nobody: the node hears itself.
  public void greet() {
    poke(0, 0);
  }

  /// Whether pokes arrive: one did within the last seconds, to a node that greets each second.
  public boolean arrive() {
    return clock.millis() - heardAt < ARRIVE_WITHIN_MILLIS;
  }

  /// How many pokes of other nodes were heard.
  public long heard() {
    return heard.get();
  }

  private void hear(byte[] text) {
    Matcher poke = POKE.matcher(new String(text, StandardCharsets.UTF_8));
    if (!poke.matches()) {
      return; // of another version, or of somebody else
    }
    heardAt = clock.millis();
    long app = Long.parseLong(poke.group(2));
    if (!poke.group(1).equals(node) && app > 0 && app <= Integer.MAX_VALUE) {
      heard.incrementAndGet();
      listener.poked((int) app, Long.parseLong(poke.group(3)));
    }
  }
}
