package io.whaleshark.engine.cluster.redis;

import java.time.Clock;
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

  /// Hears pokes of other nodes, on a thread of the connection: must be quick.
  @FunctionalInterface
  public interface Listener {
    void poked(int app, long stamp);
  }

  private final Channel channel;
  private final String node;
  private final Clock clock;
  private final Listener listener;
  private final AtomicLong heard = new AtomicLong();
  private volatile long heardAt; // by the clock, in milliseconds; 0 if none was heard yet

  private Pokes(RedisClients clients, String cluster, String node, Clock clock, Listener listener) {
    this.node = node;
    this.clock = clock;
    this.listener = listener;
    this.channel = Channel.open(clients, cluster, "news", this::hear);
  }

  /// Begins to listen, and does not wait for it. Ends with the clients.
  ///
  /// @param cluster whose nodes hear each other
  /// @param node the own name; what it says itself is not told to the listener
  public static Pokes open(
      RedisClients clients, String cluster, String node, Clock clock, Listener listener) {
    return new Pokes(clients, cluster, node, clock, listener);
  }

  /// Tells the other nodes that an app has got to a stamp. Dropped while too many are under way.
  public void poke(int app, long stamp) {
    channel.say(node + " " + app + " " + stamp);
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

  private void hear(String text) {
    Matcher poke = POKE.matcher(text);
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
