package io.whaleshark.server.gateway.outbound;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// The fan-out buffer: collects what one turn of the lane sends, and hands each event loop its part
/// as one batch. So there is one wake-up per loop and turn, and one flush per connection. Confined
/// to the lane's thread.
public final class FanOut {

  private static final int GATHERED_AT_MOST = 8_192;
  private static final int ON_THE_WAY_AT_MOST = 65_536;
  private static final long PAUSE_NANOS = 50_000;

  /// A receiver of items; called on its event loop.
  public interface Recipient {

    EventLoop loop();

    /// Writes an item, without flushing.
    ///
    /// @return true if the recipient needs a flush and did not need one before
    boolean carry(Outgoing outgoing);

    void flush();
  }

  private record Item(Recipient to, Outgoing what) {}

  private final Map<EventLoop, List<Item>> waiting = new IdentityHashMap<>();

  /// The number of items handed to event loops and not yet written, over all loops.
  private final AtomicInteger onTheWay = new AtomicInteger();

  private int gathered;

  public void add(Recipient to, Outgoing what) {
    waiting.computeIfAbsent(to.loop(), _ -> new ArrayList<>()).add(new Item(to, what));
    if (++gathered == GATHERED_AT_MOST) {
      flush();
    }
  }

  /// Hands the batches to the event loops. Blocks while the loops are far behind. This is the
  /// back-pressure: the lane slows down, its queue fills, and the sockets that fill the queue are
  /// not read (P10).
  public void flush() {
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
