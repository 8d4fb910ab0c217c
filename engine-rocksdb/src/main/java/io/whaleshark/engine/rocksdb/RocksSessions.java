package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.JournalEntry;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.news.News;
import io.whaleshark.core.presence.Presence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Who is online, as far as it was committed: a row for each user who has a session, with all of
/// them. It outlives the process that had the connections, so that whoever was told that a user
/// came is told that they went. Thread-safe.
final class RocksSessions {

  private static final int USERS_A_BATCH = 1_000;

  private final Store store;

  RocksSessions(Store store) {
    this.store = store;
  }

  /// The sessions of a user, the oldest first.
  List<News.LoggedIn> of(UserId user) {
    byte[] row = store.get(Table.JOURNAL, Keys.sessions(user));
    return row == null ? List.of() : Rows.sessions(user, row);
  }

  /// Writes what became of the sessions that a batch tells of.
  void add(Batch batch, List<News> news) {
    Map<UserId, List<News.OfSession>> byUser = new LinkedHashMap<>();
    for (News each : news) {
      if (each instanceof News.OfUserSessions told) {
        byUser.computeIfAbsent(told.user(), _ -> new ArrayList<>(1)).add(told);
      }
    }
    byUser.forEach((user, told) -> put(batch, user, told));
  }

  private void put(Batch batch, UserId user, List<News.OfSession> news) {
    List<News.LoggedIn> before = of(user);
    List<News.LoggedIn> after = Presence.after(user, before, news);
    if (!after.isEmpty()) {
      batch.put(Table.JOURNAL, Keys.sessions(user), Rows.sessions(after));
    } else if (!before.isEmpty()) {
      batch.delete(Table.JOURNAL, Keys.sessions(user));
    }
  }

  /// Ends the sessions of a process that is gone, some in each write, and tells of it in the
  /// journal. Nobody knows when they ended: it is told for the moment of the last commit. The room
  /// that is reserved may be used: a full disk must not keep a server from starting.
  ///
  /// @param followed the apps of which somebody wants to know
  void endAll(Set<Integer> followed) {
    List<UserId> gone = some();
    while (!gone.isEmpty()) {
      List<UserId> ended = gone;
      store.writeIntoReserve(batch -> end(batch, ended, followed));
      gone = some();
    }
  }

  private List<UserId> some() {
    List<UserId> found = new ArrayList<>();
    try (View view = store.current()) {
      Cursor rows = view.cursor(Table.JOURNAL);
      byte[] all = Keys.sessions();
      boolean there = rows.seek(all, all);
      while (there && found.size() < USERS_A_BATCH) {
        found.add(Keys.sessionsOf(rows.key()));
        there = rows.next(all);
      }
    }
    return found;
  }

  private void end(Batch batch, List<UserId> users, Set<Integer> followed) {
    byte[] newest = store.get(Table.DEFAULT, Keys.STAMP);
    long stamp = (newest == null ? 0 : Rows.number(newest)) + 1;
    Map<Integer, Encoder> entries = new TreeMap<>();
    for (UserId user : users) {
      if (followed.contains(user.app())) {
        JournalRows.add(
            entries.computeIfAbsent(user.app(), _ -> new Encoder(Keys.EXPECTED_BYTES)),
            new JournalEntry.WentOffline(user, of(user).getLast().device(), stamp));
      }
      batch.delete(Table.JOURNAL, Keys.sessions(user));
    }
    entries.forEach(
        (app, row) -> batch.put(Table.JOURNAL, Keys.journal(app, stamp), row.toBytes()));
    batch.put(Table.DEFAULT, Keys.STAMP, Rows.number(stamp));
  }
}
