package io.whaleshark.core.reading;

import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.engine.Inboxes.Gap;
import io.whaleshark.core.engine.Inboxes.Slice;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One pull: merges the conversations of an inbox, applies the bound, and reports what the bound
/// dropped (P5).
///
/// The bound limits the entries of the whole inbox. It first keeps the newest [Bound#share] of each
/// conversation, the protected entries, and then the newest of the rest. The cursor does not affect
/// which entries are kept. Entries after the cursor are the newest ones, so which of them are kept
/// can be computed from these alone, given the number of protected entries in the whole inbox. That
/// number follows from the message count of each conversation.
///
/// A dropped entry never comes back, because the number of entries with priority over it only
/// grows. So after a client was told of a gap, its cursor stays valid.
public final class InboxWalk<E extends InboxEntry> {

  private final InboxRows<E> rows;
  private final long after;
  private final Bound bound;

  /// @param after exclusive lower bound of what is pulled
  public InboxWalk(InboxRows<E> rows, long after, Bound bound) {
    this.rows = rows;
    this.after = after;
    this.bound = bound;
  }

  /// Returns the first kept entries after the cursor, and what was dropped.
  public Slice slice(PageLimit page) {
    List<Long> counts = rows.counts();
    return counts.stream().mapToLong(Long::longValue).sum() <= bound.entries()
        ? wholeSlice(page)
        : boundedSlice(page, counts);
  }

  /// The slice of an inbox below its bound, which has dropped no retained message. So the page
  /// costs only its own entries, not those after it.
  private Slice wholeSlice(PageLimit page) {
    List<E> entries = oldestFirst(rows.oldest(after, page.entries() + 1));
    return page(entries, page, rows.hasExpiredAfter(after), List.of());
  }

  private List<E> oldestFirst(List<E> found) {
    List<E> entries = new ArrayList<>(found);
    entries.sort(Comparator.comparingLong(InboxEntry::position));
    return entries;
  }

  private Slice boundedSlice(PageLimit page, List<Long> counts) {
    long protectedCount = 0;
    for (long count : counts) {
      protectedCount += Math.min(bound.share(), count);
    }
    long otherRoom = Math.max(0, bound.entries() - protectedCount);
    // One more than can be kept of a conversation: if that many exist, something was dropped.
    int limit = 1 + (int) Math.min(bound.entries(), bound.share() + otherRoom);
    List<E> entries = oldestFirst(rows.newest(after, limit));
    List<E> kept = kept(entries, otherRoom);
    List<Gap> gaps = kept.size() == entries.size() ? List.of() : gaps(entries, kept);
    return page(kept, page, rows.hasExpiredAfter(after) || !gaps.isEmpty(), gaps);
  }

  /// The entries that the bound keeps, oldest first.
  ///
  /// @param unprotectedRoom how many unprotected entries the whole inbox keeps
  private List<E> kept(List<E> entries, long unprotectedRoom) {
    long protectedRoom = bound.entries();
    long otherRoom = unprotectedRoom;
    List<E> kept = new ArrayList<>(entries.size());
    for (E entry : entries.reversed()) {
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

  private List<Gap> gaps(List<E> entries, List<E> kept) {
    Map<ConversationId, Long> keptFrom = oldestOfEach(kept);
    Map<ConversationId, Long> droppedBefore = new HashMap<>();
    oldestOfEach(entries)
        .forEach((conversation, oldest) -> {
          long from = keptFrom.getOrDefault(conversation, Long.MAX_VALUE);
          if (oldest < from) {
            droppedBefore.put(conversation, from);
          }
        });
    return rows.gaps(after, droppedBefore);
  }

  private Map<ConversationId, Long> oldestOfEach(List<E> entries) {
    Map<ConversationId, Long> oldest = new HashMap<>();
    entries.forEach(entry -> oldest.putIfAbsent(entry.conversation(), entry.position()));
    return oldest;
  }

  private Slice page(List<E> kept, PageLimit limit, boolean truncated, List<Gap> gaps) {
    List<E> first = kept.subList(0, Math.min(limit.entries(), kept.size()));
    List<Message> messages = new ArrayList<>(first.size());
    int bytes = 0;
    for (Message message : rows.messages(first)) {
      messages.add(message);
      bytes += message.sizeBytes();
      if (bytes >= limit.bytes()) {
        break;
      }
    }
    return new Slice(messages, messages.size() == kept.size(), truncated, gaps);
  }
}
