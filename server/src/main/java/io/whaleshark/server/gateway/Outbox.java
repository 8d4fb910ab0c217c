package io.whaleshark.server.gateway;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// Gathers what a turn of the lane sends, and hands each event loop all of its part at once: one
/// wake-up per loop and turn, one flush per connection. Confined to the lane's thread.
final class Outbox {

  private record Item(ClientConnection to, Outgoing what) {}

  private final Map<EventLoop, List<Item>> waiting = new IdentityHashMap<>();

  void add(ClientConnection to, Outgoing what) {
    waiting.computeIfAbsent(to.loop(), _ -> new ArrayList<>()).add(new Item(to, what));
  }

  void flush() {
    if (!waiting.isEmpty()) {
      waiting.forEach((loop, items) -> loop.execute(() -> carryOut(items)));
      waiting.clear();
    }
  }

  private static void carryOut(List<Item> items) {
    List<ClientConnection> touched = new ArrayList<>();
    for (Item item : items) {
      if (item.to().carry(item.what())) {
        touched.add(item.to());
      }
    }
    touched.forEach(ClientConnection::flush);
  }
}
