package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.engine.JournalEntry;
import io.whaleshark.core.news.News;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The journal, from the news that all nodes write in any case. Thread-safe.
///
/// A follower has a row, which says how far it has got, and which node tells it. A node that does
/// not ask again loses it to any other. News is kept for followers by [PostgresFeed].
final class PostgresJournal implements Journal {

  private static final String NAME =
      """
      INSERT INTO followers (app, name, position, node, leads_until, seen_at)
      SELECT k.app, k.name, coalesce((SELECT newest_stamp FROM apps a WHERE a.app = k.app), 0), 0,
        'epoch', now()
      FROM unnest(?::int[], ?::text[]) AS k(app, name)
      ON CONFLICT (app, name) DO NOTHING
      """;

  private static final String LEAD =
      """
      UPDATE followers
      SET node = ?, leads_until = clock_timestamp() + ? * interval '1 millisecond',
        seen_at = clock_timestamp()
      WHERE app = ? AND name = ? AND (node = ? OR leads_until < clock_timestamp())
      """;

  private static final String POSITION =
      "SELECT position FROM followers WHERE app = ? AND name = ?";

  private static final String ADVANCE =
      """
      UPDATE followers SET position = ?
      WHERE app = ? AND name = ? AND node = ? AND position = ?
      """;

  private static final String HELD = POSITION + " FOR UPDATE";

  private static final String NEXT =
      "SELECT stamp, previous FROM news WHERE app = ? AND stamp > ? ORDER BY stamp LIMIT 1";

  private static final String REWIND =
      "UPDATE followers SET position = ? WHERE app = ? AND name = ?";

  private final Postgres postgres;
  private final NewsPages pages;
  private final NodeRow node;

  PostgresJournal(Postgres postgres, NewsPages pages, NodeRow node) {
    this.postgres = postgres;
    this.pages = pages;
    this.node = node;
  }

  /// Who is not named any more may be another node's follower still. It keeps nothing once nobody
  /// has told it for a day.
  @Override
  public void follow(Map<Integer, Set<String>> followers) {
    List<Integer> apps = new ArrayList<>();
    List<String> names = new ArrayList<>();
    followers.forEach((app, some) -> {
      for (String name : some) {
        apps.add(app);
        names.add(name);
      }
    });
    if (!apps.isEmpty()) {
      int[] of = apps.stream().mapToInt(Integer::intValue).toArray();
      postgres.write(session -> session.update(NAME, of, names.toArray(String[]::new)));
    }
  }

  @Override
  public boolean lead(int app, String follower) {
    long self = node.incarnation();
    long millis = Journal.LEAD.toMillis();
    return 1 == postgres.write(session -> session.update(LEAD, self, millis, app, follower, self));
  }

  @Override
  public long position(int app, String follower) {
    return postgres
        .read(session -> session.first(POSITION, row -> row.getLong(1), app, follower))
        .orElse(0L);
  }

  @Override
  public boolean advance(int app, String follower, long from, long to) {
    if (to == from) {
      return position(app, follower) == from; // whoever stands still writes nothing
    }
    long self = node.incarnation();
    return 1 == postgres.write(session -> session.update(ADVANCE, to, app, follower, self, from));
  }

  @Override
  public Rewound rewind(int app, String follower, long stamp) {
    return postgres.write(session -> {
      long before = session.first(HELD, row -> row.getLong(1), app, follower).orElse(0L);
      if (before <= stamp) {
        return new Rewound(before, 0);
      }
      Rewound rewound = place(session, app, stamp);
      session.update(REWIND, rewound.position(), app, follower);
      return rewound;
    });
  }

  /// What has an entry is whole from the end of a batch on: the one at or before the stamp, if what
  /// follows it is there.
  private static Rewound place(Session session, int app, long stamp) throws SQLException {
    record Batch(long stamp, long previous) {}
    Optional<Batch> next =
        session.first(NEXT, row -> new Batch(row.getLong(1), row.getLong(2)), app, stamp);
    if (next.isPresent()) {
      long end = next.get().previous();
      return end <= stamp ? new Rewound(end, 0) : new Rewound(stamp, end);
    }
    long newest = session.first(NewsPages.NEWEST, row -> row.getLong(1), (long) app).orElse(0L);
    return newest <= stamp ? new Rewound(newest, 0) : new Rewound(stamp, newest);
  }

  @Override
  public Page after(int app, long stamp, int limit, Sends sends) {
    NewsPages.Stretch stretch = postgres.read(session -> pages.after(session, app, stamp, limit));
    List<Recorded> entries = new ArrayList<>();
    boolean isWhole = stretch.isWhole();
    for (NewsPages.Told told : stretch.told()) {
      isWhole &= !(told.news() instanceof News.Unknown);
      Optional<JournalEntry> entry =
          JournalEntry.of(told.news())
              .filter(there -> sends == Sends.TOLD || !(there instanceof JournalEntry.MessageSent));
      entry.ifPresent(there -> entries.add(new Recorded(told.stamp(), told.index(), there)));
    }
    return new Page(entries, stretch.upTo(), isWhole);
  }
}
