package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.engine.JournalEntry;
import io.whaleshark.core.news.News;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The journal, in rows that each batch writes with its changes, of apps that somebody follows. Of
/// other apps nothing is written. Thread-safe.
final class RocksJournal implements Journal {

  /// Rows are deleted in stretches, since each deletion costs the same.
  private static final long DELETED_EACH_MICROS = TimeUnit.SECONDS.toMicros(10);

  /// A page with so many bytes of messages takes no further batch.
  private static final long PAGE_BYTES = 1 << 20;

  private final Store store;
  private final RocksSessions sessions;
  private volatile Map<Integer, Set<String>> followers = Map.of(); // the lane reads it
  private boolean hasBegun; // guarded by this

  /// By app, the newest row that was or is being written in this run. Whoever has that one need not
  /// look.
  private final Map<Integer, Long> newestRows = new ConcurrentHashMap<>();

  /// By app, the newest of those rows that has more than sends, or one before the first. Whoever
  /// has that one and wants no sends need not look.
  private final Map<Integer, Long> newestOthers = new ConcurrentHashMap<>();

  /// By app, up to which stamp rows have been deleted in this run.
  private final Map<Integer, Long> deleted = new ConcurrentHashMap<>();

  RocksJournal(Store store) {
    this.store = store;
    this.sessions = new RocksSessions(store);
  }

  @Override
  public synchronized void follow(Map<Integer, Set<String>> named) {
    if (!hasBegun) {
      sessions.endAll(named.keySet()); // first: who is new is not told of those who went
      hasBegun = true;
    }
    if (named.isEmpty() && !isFollowed()) {
      return; // most servers: nothing is written at their start
    }
    newestRows.keySet().retainAll(followers.keySet()); // who comes back begins behind a gap
    newestOthers.keySet().retainAll(followers.keySet());
    // For an app that is new, the lane writes from the end on: what is being committed meanwhile is
    // not told, as what was before. For one that goes, it writes on until the rows are gone for
    // certain: where that fails, nothing is missing of what is told later.
    Set<Integer> going = new TreeSet<>(followers.keySet());
    going.removeAll(named.keySet());
    long newest = newestStamp();
    // The room that is reserved may be used: a full disk must not keep a server from starting.
    store.writeIntoReserve(batch -> {
      forgetOthers(batch, named);
      named.forEach((app, names) -> {
        if (store.get(Table.JOURNAL, Keys.journalBegin(app)) == null) {
          batch.put(Table.JOURNAL, Keys.journalBegin(app), Rows.number(newest));
        }
        for (String name : names) {
          byte[] key = Keys.follower(app, name);
          if (store.get(Table.JOURNAL, key) == null) {
            batch.put(Table.JOURNAL, key, Rows.number(newest));
          }
        }
      });
    });
    followers = Map.copyOf(named);
    if (!going.isEmpty()) {
      // What the lane has added meanwhile.
      store.writeIntoReserve(batch -> going.forEach(app -> deleteEntries(batch, app)));
    }
  }

  private static void deleteEntries(Batch batch, int app) {
    batch.deleteRange(Table.JOURNAL, Keys.journal(app, 0), Keys.journal(app, Long.MAX_VALUE));
  }

  private boolean isFollowed() {
    try (View view = store.current()) {
      return view.cursor(Table.JOURNAL).seek(Keys.followers(), Keys.followers());
    }
  }

  /// Who is not named any more would keep entries for ever; who is named again later begins anew.
  private void forgetOthers(Batch batch, Map<Integer, Set<String>> named) {
    try (View view = store.current()) {
      Cursor rows = view.cursor(Table.JOURNAL);
      byte[] all = Keys.followers();
      for (boolean there = rows.seek(all, all); there; there = rows.next(all)) {
        Keys.Follower known = Keys.follower(rows.key());
        if (!named.getOrDefault(known.app(), Set.of()).contains(known.name())) {
          batch.delete(Table.JOURNAL, rows.key());
        }
        if (!named.containsKey(known.app())) {
          batch.delete(Table.JOURNAL, Keys.journalBegin(known.app()));
          deleteEntries(batch, known.app());
        }
      }
    }
  }

  /// See [RocksSessions].
  RocksSessions sessions() {
    return sessions;
  }

  /// Adds the entries of a batch.
  void add(Batch batch, List<News> news, long stamp) {
    sessions.add(batch, news);
    Map<Integer, Set<String>> known = followers;
    if (known.isEmpty()) {
      return;
    }
    Map<Integer, AppRow> rows = new TreeMap<>();
    AppRow row = null;
    for (News each : news) {
      if (row == null || row.app != each.app()) { // most batches are of one app
        row =
            rows.computeIfAbsent(
                each.app(), app -> new AppRow(app, known.containsKey(app) ? news.size() : 0));
      }
      row.add(each);
    }
    rows.values().forEach(each -> put(batch, each, stamp));
  }

  private void put(Batch batch, AppRow row, long stamp) {
    row.end();
    byte[] bytes = row.bytes.toBytes();
    if (bytes.length == 0) {
      return;
    }
    if (row.hasOthers) {
      newestOthers.put(row.app, stamp);
    } else {
      newestOthers.putIfAbsent(row.app, stamp - 1);
    }
    newestRows.put(row.app, stamp);
    batch.put(Table.JOURNAL, Keys.journal(row.app, stamp), bytes);
  }

  /// What a batch writes of one app: nothing, if nobody follows it.
  private static final class AppRow {

    private final int app;
    private final int expected;
    private final Encoder bytes;
    private final List<JournalEntry.ReadUnshared> unshared = new ArrayList<>();
    private boolean hasOthers; // more than sends

    /// @param expected how many entries there are at most; 0 if nobody follows
    AppRow(int app, int expected) {
      this.app = app;
      this.expected = expected;
      this.bytes = new Encoder(expected * Keys.EXPECTED_BYTES);
    }

    void add(News news) {
      if (expected > 0) {
        switch (JournalEntry.of(news).orElse(null)) {
          case JournalEntry.ReadUnshared read -> unshared.add(read);
          case JournalEntry.MessageSent sent -> JournalRows.add(bytes, sent);
          case JournalEntry entry -> {
            JournalRows.add(bytes, entry);
            hasOthers = true;
          }
          case null -> {} // it concerns devices alone
        }
      }
    }

    /// Adds last what only some are told: the places of the others do not tell that there is any.
    void end() {
      unshared.forEach(read -> JournalRows.add(bytes, read));
      hasOthers |= !unshared.isEmpty();
    }
  }

  @Override
  public boolean lead(int app, String follower) {
    return true; // there is no other node
  }

  @Override
  public long position(int app, String follower) {
    byte[] row = store.get(Table.JOURNAL, Keys.follower(app, follower));
    return row == null ? newestStamp() : Rows.number(row);
  }

  private long newestStamp() {
    byte[] row = store.get(Table.DEFAULT, Keys.STAMP);
    return row == null ? 0 : Rows.number(row);
  }

  @Override
  public synchronized boolean advance(int app, String follower, long from, long to) {
    if (position(app, follower) != from) {
      return false;
    }
    long tooOld = newestStamp() - TimeUnit.NANOSECONDS.toMicros(KEPT.toNanos());
    boolean isTime = tooOld - deleted.getOrDefault(app, 0L) >= DELETED_EACH_MICROS;
    if (to == from && !isTime) {
      return true; // whoever stands still wakes no disk
    }
    store.writeIntoReserve(batch -> {
      batch.put(Table.JOURNAL, Keys.follower(app, follower), Rows.number(to));
      if (isTime) {
        delete(batch, app, tooOld);
      }
    });
    return true;
  }

  /// The journal begins behind the last row that goes, not behind the time: who stands still where
  /// nothing happened has lost nothing.
  private void delete(Batch batch, int app, long upTo) {
    deleted.put(app, upTo);
    try (View view = store.current()) {
      Cursor rows = view.cursor(Table.JOURNAL);
      if (rows.seekBack(Keys.journal(app, upTo), Keys.journal(app))) {
        byte[] behindLast = Keys.journal(app, rows.number() + 1);
        batch.put(Table.JOURNAL, Keys.journalBegin(app), Rows.number(rows.number()));
        batch.deleteRange(Table.JOURNAL, Keys.journal(app, 0), behindLast);
      }
    }
  }

  @Override
  public synchronized Rewound rewind(int app, String follower, long stamp) {
    long before = position(app, follower);
    if (before <= stamp) {
      return new Rewound(before, 0);
    }
    store.writeIntoReserve(
        batch -> batch.put(Table.JOURNAL, Keys.follower(app, follower), Rows.number(stamp)));
    byte[] begin = store.get(Table.JOURNAL, Keys.journalBegin(app));
    long wholeFrom = begin == null ? newestStamp() : Rows.number(begin);
    return new Rewound(stamp, stamp < wholeFrom ? wholeFrom : 0);
  }

  @Override
  public Page after(int app, long stamp, int limit, Sends sends) {
    if (newestRows.getOrDefault(app, Long.MAX_VALUE) <= stamp) {
      return new Page(List.of(), stamp, true); // the end is where nearly every look finds it
    }
    if (sends == Sends.LEFT_OUT) {
      long committed =
          newestStamp(); // first, since what is committed next may have more than sends
      if (newestOthers.getOrDefault(app, Long.MAX_VALUE) <= stamp) {
        return new Page(List.of(), committed, true);
      }
    }
    try (View view = store.snapshot()) {
      byte[] begin = view.get(Table.JOURNAL, Keys.journalBegin(app));
      long wholeFrom = begin == null ? newestStamp() : Rows.number(begin);
      boolean isWhole = wholeFrom <= stamp;
      MessageRows messages = new MessageRows(view);
      Cursor rows = view.cursor(Table.JOURNAL);
      byte[] prefix = Keys.journal(app);
      List<Recorded> entries = new ArrayList<>();
      long upTo = Math.max(stamp, wholeFrom);
      int batches = 0;
      long bytes = 0;
      boolean there = rows.seek(Keys.journal(app, stamp + 1), prefix);
      while (there && batches < limit && bytes < PAGE_BYTES) {
        long at = rows.number();
        JournalRows.Row row =
            JournalRows.read(
                app,
                rows.value(),
                sends,
                (conversation, sequence) ->
                    sequence <= LogEnd.floor(view, Keys.conversation(conversation)).sequence()
                        ? Optional.empty()
                        : messages.message(conversation, sequence));
        for (JournalRows.Placed placed : row.entries()) {
          entries.add(new Recorded(at, placed.index(), placed.entry()));
          bytes += placed.entry().sizeBytes();
        }
        isWhole &= row.isWhole();
        upTo = at;
        batches++;
        there = rows.next(prefix);
      }
      return new Page(entries, upTo, isWhole);
    }
  }
}
