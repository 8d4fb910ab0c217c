package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Participation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Brings a folder of an older layout to the present one, before anybody reads it. What was done
/// when it broke off is not done again.
///
/// In layout 1 expiry wrote floors beside the lane, and unread counts went on counting what had
/// expired. So that those who were told such a count are told another one, each floor gets a stamp
/// now. And a conversation was hidden up to a stamp, where it is hidden up to a sequence now.
///
/// Layout 3 changes no row. Members have a standing in it, which older versions would lose. Layout
/// 4 has bans, and layout 5 blocks, which older versions would not know. Layout 6 says what was
/// erased for a user, which older versions would show again. Layout 7 has switches of receipts, and
/// what was read while they were off, which older versions would show to others; and who is online,
/// which they would leave there. Layout 8 has push tokens, which older versions would leave with
/// who is signed out. Layout 9 has messages that say when they were sent on another server, whose
/// rows older versions would misread. Layout 10 has profiles, which older versions would leave of
/// who is erased. Layout 11 has messages that were edited, whose rows older versions would misread.
/// Layout 12 has pins, which older versions would leave of what is recalled or expires, and
/// messages that an app has changed, whose rows older versions would misread. Layout 13 has
/// reactions, which older versions would leave of what is recalled or expires.
final class Upgrade {

  private static final int ROWS_A_BATCH = 1_000;
  private static final int HIDDEN_BY_SEQUENCE_FROM = 2; // the layout
  private static final byte[] ALL = new byte[0];

  /// A stamp counts microseconds since 1970: it lies above, and every sequence below.
  private static final long STAMPS_FROM = 1L << 40;

  private final Store store;

  Upgrade(Store store) {
    this.store = store;
  }

  /// The room that is reserved may be used: a full disk must not keep a server from starting.
  ///
  /// @param from the layout that the folder has
  void run(long from) {
    if (from < HIDDEN_BY_SEQUENCE_FROM) {
      stampFloors();
      hideBySequence();
    }
    store.writeIntoReserve(
        batch -> batch.put(Table.DEFAULT, Keys.FORMAT, Rows.number(Store.FORMAT)));
  }

  private void stampFloors() {
    List<byte[]> unstamped = unstamped(ALL);
    while (!unstamped.isEmpty()) {
      stamp(unstamped);
      unstamped = unstamped(Keys.behind(unstamped.getLast()));
    }
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

  private void hideBySequence() {
    List<byte[]> keys = hiddenByStamp();
    while (!keys.isEmpty()) {
      List<byte[]> found = keys;
      store.writeIntoReserve(batch -> {
        try (View view = store.current()) {
          for (byte[] key : found) {
            Participation hidden = hiddenBySequence(view, participation(view, key));
            batch.put(Table.LISTS, key, Rows.participation(hidden));
          }
        }
      });
      keys = hiddenByStamp();
    }
  }

  /// The keys of the first rows that say a stamp.
  private List<byte[]> hiddenByStamp() {
    List<byte[]> found = new ArrayList<>();
    try (View view = store.current()) {
      Cursor lists = view.cursor(Table.LISTS);
      boolean there = lists.seek(ALL, ALL);
      while (there && found.size() < ROWS_A_BATCH) {
        if (participation(view, lists.key()).hiddenUpTo() >= STAMPS_FROM) {
          found.add(lists.key());
        }
        there = lists.next(ALL);
      }
    }
    return found;
  }

  private static Participation participation(View view, byte[] key) {
    Decoder decoder = new Decoder(key);
    UserId user = new UserId(decoder.int4(), decoder.name());
    byte[] row = Objects.requireNonNull(view.get(Table.LISTS, key));
    return Rows.participation(user, Keys.conversation(decoder), row);
  }

  private static Participation hiddenBySequence(View view, Participation row) {
    long stamp = row.hiddenUpTo() + 1; // a row of layout 1 has the stamp itself
    byte[] key = Keys.conversation(row.conversation());
    Rows.Floor floor = LogEnd.floor(view, key);
    // What has expired since brought it back all the same.
    long upTo =
        stamp < floor.stamp()
            ? 0
            : new MessageRows(view)
                    .firstAfter(
                        key, stamp, floor.sequence(), LogEnd.of(view, key).head().sequence())
                - 1;
    return row.hidden(upTo, row.changedAt());
  }
}
