package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.engine.Inboxes.Gap;
import io.whaleshark.core.engine.Inboxes.Slice;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.model.Message;
import io.whaleshark.engine.rocksdb.InboxSource.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// One pull: merges the sources of an inbox, applies the bound, and tells what the bound dropped
/// (P5).
///
/// The bound keeps so many entries of the whole inbox: of each conversation the newest
/// [Bound#share], which are protected, and then the newest of the rest. What is kept never depends
/// on the cursor. Since entries after the cursor are the newest ones, it can be told from them
/// alone, given how many protected entries the whole inbox has: and that follows from the count of
/// each conversation.
///
/// An entry that was dropped never comes back: of the entries that are kept before it there are
/// only ever more. So the cursor of a client that was told of a gap stays good.
final class InboxWalk {

  private static final Comparator<Entry> OLDEST_FIRST = Comparator.comparingLong(Entry::position);

  private final List<InboxSource> sources;
  private final long after;
  private final Bound bound;

  InboxWalk(List<InboxSource> sources, long after, Bound bound) {
    this.sources = sources;
    this.after = after;
    this.bound = bound;
  }

  Slice slice(PageLimit page) {
    return sources.stream().mapToLong(InboxSource::count).sum() <= bound.entries()
        ? wholeSlice(page)
        : boundedSlice(page);
  }

  /// Of an inbox that is smaller than its bound, which has never dropped anything that is retained:
  /// its page costs what is in it, not what is behind it.
  private Slice wholeSlice(PageLimit page) {
    List<Entry> entries = new ArrayList<>();
    for (InboxSource source : sources) {
      entries.addAll(source.firstEntriesAfter(after, page.entries() + 1));
    }
    entries.sort(OLDEST_FIRST);
    return page(entries, page, hasExpired(), List.of());
  }

  private boolean hasExpired() {
    return sources.stream().anyMatch(source -> source.hasExpiredAfter(after));
  }

  private Slice boundedSlice(PageLimit page) {
    long protectedCount = 0;
    for (InboxSource source : sources) {
      protectedCount += Math.min(bound.share(), source.count());
    }
    long otherRoom = Math.max(0, bound.entries() - protectedCount);
    // One more than can be kept of a conversation: if it is there, something was dropped.
    int limit = 1 + (int) Math.min(bound.entries(), bound.share() + otherRoom);
    List<Entry> entries = new ArrayList<>();
    for (InboxSource source : sources) {
      entries.addAll(source.entriesAfter(after, limit));
    }
    entries.sort(OLDEST_FIRST);
    List<Entry> kept = kept(entries, otherRoom);
    List<Gap> gaps = kept.size() == entries.size() ? List.of() : gaps(entries, kept);
    return page(kept, page, hasExpired() || !gaps.isEmpty(), gaps);
  }

  /// The entries that the bound keeps, oldest first.
  ///
  /// @param unprotectedRoom how many unprotected entries the whole inbox keeps
  private List<Entry> kept(List<Entry> entries, long unprotectedRoom) {
    long protectedRoom = bound.entries();
    long otherRoom = unprotectedRoom;
    List<Entry> kept = new ArrayList<>(entries.size());
    for (Entry entry : entries.reversed()) {
      boolean isProtected = entry.rank() < bound.share();
      if (isProtected && protectedRoom > 0) {
        protectedRoom--;
        kept.add(entry);
      } else if (!isProtected && otherRoom > 0) {
        otherRoom--;
        kept.add(entry);
      }
    }
    return kept.reversed();
  }

  private List<Gap> gaps(List<Entry> entries, List<Entry> kept) {
    Map<InboxSource, Long> keptFrom = new IdentityHashMap<>();
    kept.forEach(entry -> keptFrom.putIfAbsent(entry.source(), entry.position()));
    Map<InboxSource, Long> foundFrom = new IdentityHashMap<>();
    entries.forEach(entry -> foundFrom.putIfAbsent(entry.source(), entry.position()));
    List<Gap> gaps = new ArrayList<>();
    foundFrom.forEach((source, oldest) -> {
      long from = keptFrom.getOrDefault(source, Long.MAX_VALUE);
      if (oldest < from) {
        gaps.addAll(source.gaps(after, from));
      }
    });
    return gaps;
  }

  private Slice page(List<Entry> kept, PageLimit limit, boolean truncated, List<Gap> gaps) {
    List<Message> messages = new ArrayList<>(Math.min(limit.entries(), kept.size()));
    int bytes = 0;
    while (messages.size() < kept.size()
        && messages.size() < limit.entries()
        && bytes < limit.bytes()) {
      Message message = kept.get(messages.size()).message();
      messages.add(message);
      bytes += message.sizeBytes();
    }
    return new Slice(messages, messages.size() == kept.size(), truncated, gaps);
  }
}
