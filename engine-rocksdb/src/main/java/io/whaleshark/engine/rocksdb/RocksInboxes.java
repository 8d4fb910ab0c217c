package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.reading.InboxWalk;
import java.util.List;

/// Inboxes, merged from the logs on each request. Thread-safe.
final class RocksInboxes implements Inboxes {

  private final Store store;

  RocksInboxes(Store store) {
    this.store = store;
  }

  /// Cost: three lookups per conversation of the user, since most cannot hold anything newer than
  /// what was already found.
  @Override
  public long newest(UserId user) {
    try (View view = store.snapshot()) {
      long newest = 0;
      for (Participation participation : Participations.of(view, user)) {
        ConversationId conversation = participation.conversation();
        if (newestAtMost(view, conversation) > newest) {
          InboxSource source = source(view, participation);
          newest = Math.max(newest, source.newestPosition());
        }
      }
      return newest;
    }
  }

  /// An upper bound of the positions in this conversation: the greatest of the newest message, the
  /// newest edit or recall and the newest expired message. Those may have moved the last one past
  /// all retained messages.
  private static long newestAtMost(View view, ConversationId conversation) {
    byte[] key = Keys.conversation(conversation);
    byte[] end = Keys.numbered(key, Long.MAX_VALUE);
    long newest = LogEnd.floor(view, key).newestPosition();
    Cursor log = view.cursor(Table.LOG);
    if (log.seekBack(end, key)) {
      newest = Math.max(newest, MessageRow.stampOf(log.valueHead(new byte[MessageRow.HEAD_BYTES])));
    }
    Cursor moved = view.cursor(Table.MOVED);
    return moved.seekBack(end, key) ? Math.max(newest, moved.number()) : newest;
  }

  /// Cost: a few lookups per conversation of the user, and a scan of the entries after the cursor,
  /// at most [Bound#entries] per conversation.
  @Override
  public Slice pull(UserId user, long after, PageLimit limit, Bound bound) {
    try (View view = store.snapshot()) {
      return new InboxWalk<>(sources(view, user), after, bound).slice(limit);
    }
  }

  private static InboxSources sources(View view, UserId user) {
    InboxSources sources = new InboxSources();
    for (Participation participation : Participations.of(view, user)) {
      sources.add(participation.conversation(), source(view, participation));
    }
    return sources;
  }

  private static InboxSource source(View view, Participation participation) {
    ConversationId conversation = participation.conversation();
    List<Membership> periods = Periods.of(view, conversation, participation.user());
    return new InboxSource(view, conversation, periods, participation.erased().upTo());
  }
}
