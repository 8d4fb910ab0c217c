package io.whaleshark.engine.rocksdb;

import java.util.ArrayList;
import java.util.List;

/// Brings a folder of an older layout to the present one, before anybody reads it. What was done
/// when it broke off is not done again.
///
/// In layout 1 expiry wrote floors beside the lane, and unread counts went on counting what had
/// expired. So that those who were told such a count are told another one, each floor gets a stamp
/// now.
final class Upgrade {

  private static final int ROWS_A_BATCH = 1_000;
  private static final byte[] ALL = new byte[0];

  private final Store store;

  Upgrade(Store store) {
    this.store = store;
  }

  /// The room that is reserved may be used: a full disk must not keep a server from starting.
  void run() {
    List<byte[]> unstamped = unstamped(ALL);
    while (!unstamped.isEmpty()) {
      stamp(unstamped);
      unstamped = unstamped(Keys.behind(unstamped.getLast()));
    }
    store.writeIntoReserve(
        batch -> batch.put(Table.DEFAULT, Keys.FORMAT, Rows.number(Store.FORMAT)));
  }

  /// @param from inclusive lower bound: what lies before it was seen, and is not gone through again
  private List<byte[]> unstamped(byte[] from) {
    List<byte[]> found = new ArrayList<>();
    try (View view = store.current()) {
      Cursor floors = view.cursor(Table.FLOORS);
      boolean there = floors.seek(from, ALL);
      while (there && found.size() < ROWS_A_BATCH) {
        if (Rows.floor(floors.value()).raisedAt() == 0) {
          found.add(floors.key());
        }
        there = floors.next(ALL);
      }
    }
    return found;
  }

  private void stamp(List<byte[]> keys) {
    byte[] newest = store.get(Table.DEFAULT, Keys.STAMP);
    long stamp = newest == null ? 0 : Rows.number(newest);
    store.writeIntoReserve(batch -> {
      long next = stamp;
      for (byte[] key : keys) {
        next++;
        batch.put(Table.FLOORS, key, Rows.floor(floor(key).raisedAt(next)));
      }
      batch.put(Table.DEFAULT, Keys.STAMP, Rows.number(next));
    });
  }

  private Rows.Floor floor(byte[] key) {
    try (View view = store.current()) {
      return LogEnd.floor(view, key);
    }
  }
}
