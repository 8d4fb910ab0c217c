package io.whaleshark.server.gateway;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Gathers what a turn of the lane sends, and hands each event loop all of its part at once: one
/// wake-up per loop and turn, one flush per connection. Confined to the lane's thread.
final class FanOut {

  private static final int GATHERED_AT_MOST = 8_192;
  private static final int ON_THE_WAY_AT_MOST = 65_536;
  private static final long PAUSE_NANOS = 50_000;

  /// To whom it goes: called on their event loop.
  interface Recipient {

    EventLoop loop();

    /// Takes what was gathered for it, without flushing.
    ///
    /// @return whether it is to be flushed and was not before
    boolean carry(Outgoing outgoing);

    void flush();
  }

  private record Item(Recipient to, Outgoing what) {}

  private final Map<EventLoop, List<Item>> waiting = new IdentityHashMap<>();

  /// How many items are on their way to connections, over all loops.
  private final AtomicInteger onTheWay = new AtomicInteger();

  private int gathered;

  void add(Recipient to, Outgoing what) {
    waiting.computeIfAbsent(to.loop(), _ -> new ArrayList<>()).add(new Item(to, what));
    if (++gathered == GATHERED_AT_MOST) {
      flush();
    }
  }

  /// Hands over what was gathered. Waits while the loops are far behind: the lane slows down, its
  /// queue fills, and the sockets that fill it are not read (P10).
  void flush() {
    waiting.forEach((loop, items) -> {
      onTheWay.addAndGet(items.size());
      loop.execute(() -> {
        try {
          carryOut(items);
        } finally {
          onTheWay.addAndGet(-items.size());
        }
      });
    });
    waiting.clear();
    gathered = 0;
    while (onTheWay.get() > ON_THE_WAY_AT_MOST) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static void carryOut(List<Item> items) {
    List<Recipient> touched = new ArrayList<>();
    for (Item item : items) {
      if (item.to().carry(item.what())) {
        touched.add(item.to());
      }
    }
    touched.forEach(Recipient::flush);
  }
}
