package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.Message;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.engine.Participation;
import io.whaleshark.core.id.UserId;
import java.util.List;

/// Inboxes, merged from the logs when they are asked for. Thread-safe.
final class RocksInboxes implements Inboxes {

  private final Store store;

  RocksInboxes(Store store) {
    this.store = store;
  }

  /// Cost: a few looks per conversation of the user.
  @Override
  public long newest(UserId user) {
    try (View view = store.snapshot()) {
      return sources(view, user).stream().mapToLong(InboxSource::newestPosition).max().orElse(0);
    }
  }

  /// Cost: a few looks per conversation of the user, and a walk over the entries after the cursor,
  /// at most [Bound#entries] per conversation.
  @Override
  public Slice pull(UserId user, long after, PageLimit limit, Bound bound) {
    try (View view = store.snapshot()) {
      return new InboxWalk(view, sources(view, user), after, bound).slice(limit);
    }
  }

  private static List<InboxSource> sources(View view, UserId user) {
    return Participations.of(view, user).stream()
        .map(Participation::conversation)
        .map(conversation ->
            new InboxSource(view, conversation, Periods.of(view, conversation, user)))
        .toList();
  }

  /// Reads the message of an entry. Entries of a page that follow one another in a log are read in
  /// one walk.
  static Message read(View view, InboxSource.Entry entry) {
    Cursor log = view.cursor(Table.LOG);
    InboxSource source = entry.source();
    byte[] key = Keys.numbered(source.key(), entry.sequence());
    if (!log.seek(key, key)) {
      throw new IllegalStateException(
          "sequence: " + entry.sequence() + " (expected: in the snapshot)");
    }
    return Rows.message(source.conversation(), entry.sequence(), log.value());
  }
}
