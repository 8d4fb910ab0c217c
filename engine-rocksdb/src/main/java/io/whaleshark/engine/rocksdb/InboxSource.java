package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Inboxes.Gap;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.reading.InboxEntry;
import io.whaleshark.core.reading.InboxRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One conversation, as a source of one user's inbox: its entries after a cursor, newest first.
/// Confined to its view's thread.
///
/// The position of a message is its stamp, or that of its newest edit or its recall. So the entries
/// come from two backward scans: over the log without what was replaced, and over what has moved.
/// Every entry knows how many entries of this conversation are newer. This decides whether it
/// belongs to the share that the bound keeps with priority.
final class InboxSource {

  /// An entry of the inbox.
  ///
  /// @param rank how many entries of the same conversation are newer
  /// @param row the message's row if the scan has read it
  record Entry(InboxSource source, long position, long sequence, int rank, Payload row)
      implements InboxEntry {

    Entry(InboxSource source, long position, long sequence, int rank) {
      this(source, position, sequence, rank, Payload.NONE);
    }

    @Override
    public ConversationId conversation() {
      return source.conversation;
    }

    /// The message.
    Message message() {
      return row.isNone()
          ? source.read(sequence)
          : MessageRow.message(source.conversation, sequence, row.bytes());
    }
  }

  private static final Comparator<long[]> NEWEST_FIRST =
      Comparator.comparingLong((long[] e) -> e[0]).reversed();

  private final ConversationId conversation;
  private final byte[] key;
  private final List<Membership> periods;
  private final View view;
  private final MessageRows rows;
  private final Rows.Floor floor;
  private final long erasedUpTo;
  private final long newest;
  private final long newestStamp;

  /// @param periods the owner's
  /// @param erasedUpTo see [io.whaleshark.core.model.Participation.Erased#upTo]
  InboxSource(View view, ConversationId conversation, List<Membership> periods, long erasedUpTo) {
    this.view = view;
    this.rows = new MessageRows(view);
    this.conversation = conversation;
    this.key = Keys.conversation(conversation);
    this.periods = periods;
    this.floor = LogEnd.floor(view, key);
    this.erasedUpTo = erasedUpTo;
    Head head = LogEnd.of(view, key).head();
    this.newest = head.sequence();
    this.newestStamp = head.stamp();
  }

  /// The number of retained messages of this conversation that the user sees.
  long count() {
    long count = 0;
    for (Membership period : periods) {
      count += Math.max(0, period.newestSeen(newest) - oldest(period) + 1);
    }
    return count;
  }

  /// The first sequence that a period sees of what is retained and was not erased, if it sees any.
  private long oldest(Membership period) {
    return Math.max(period.joined(), Math.max(floor.sequence(), erasedUpTo)) + 1;
  }

  /// Whether a message is retained, and was not erased.
  private boolean isHere(long sequence) {
    return sequence > floor.sequence() && sequence > erasedUpTo;
  }

  /// Whether any message after the cursor has expired.
  boolean hasExpiredAfter(long after) {
    return newestExpiredAfter(after) > 0;
  }

  /// The newest position here, retained or expired; 0 if the user never saw anything here.
  long newestPosition() {
    List<Entry> entries = entriesAfter(0, 1);
    long retained = entries.isEmpty() ? 0 : entries.getFirst().position();
    return Math.max(retained, newestExpiredAfter(retained));
  }

  /// The newest position of an expired message, if it is after the cursor and concerns the user;
  /// else 0.
  private long newestExpiredAfter(long after) {
    boolean isErased = floor.sequence() <= erasedUpTo;
    if (isErased || periods.stream().noneMatch(period -> period.joined() < floor.sequence())) {
      return 0;
    }
    Cursor moved = view.cursor(Table.MOVED);
    boolean there = moved.seekBack(Keys.numbered(key, Long.MAX_VALUE), key);
    while (there && moved.number() > Math.max(after, floor.newestPosition())) {
      if (Rows.number(moved.value()) <= floor.sequence()) {
        return moved.number();
      }
      there = moved.previous(key);
    }
    return floor.newestPosition() > after ? floor.newestPosition() : 0;
  }

  /// The newest entries after a cursor (exclusive), newest first.
  ///
  /// @param limit at most this many
  List<Entry> entriesAfter(long after, int limit) {
    List<long[]> moved = movedAfter(after, limit);
    // Older ones do not count any more. So no more replaced messages are passed over in the log.
    long oldest = moved.size() < limit ? after : moved.getLast()[0];
    List<long[]> found = new ArrayList<>();
    for (Membership period : periods.reversed()) {
      if (found.size() < limit) {
        walkLog(period, oldest, limit, found);
      }
    }
    if (!moved.isEmpty()) {
      found.addAll(moved);
      found.sort(NEWEST_FIRST);
    }
    List<Entry> entries = new ArrayList<>(Math.min(limit, found.size()));
    for (int rank = 0; rank < found.size() && rank < limit; rank++) {
      entries.add(new Entry(this, found.get(rank)[0], found.get(rank)[1], rank));
    }
    return entries;
  }

  /// The oldest entries after a cursor (exclusive), oldest first, without their rank.
  ///
  /// @param limit at most this many
  List<Entry> firstEntriesAfter(long after, int limit) {
    List<Entry> entries = new ArrayList<>();
    if (newestStamp > after) {
      for (Membership period : periods) {
        walkLogOn(period, after, limit, entries);
      }
    }
    if (walkMovedOn(after, limit, entries)) {
      entries.sort(Comparator.comparingLong(Entry::position));
    }
    return entries.subList(0, Math.min(limit, entries.size()));
  }

  private void walkLogOn(Membership period, long after, int limit, List<Entry> into) {
    long seen = period.newestSeen(newest);
    long oldest = oldest(period);
    if (seen < oldest || into.size() >= limit) {
      return;
    }
    long first = rows.firstAfter(key, after, oldest - 1, seen);
    Cursor log = view.cursor(Table.LOG);
    boolean there = log.seek(Keys.numbered(key, first), key);
    while (there && into.size() < limit && log.number() <= seen) {
      // The page is merged from several logs, so coming back for the row later would cost a lookup
      // for each.
      byte[] row = log.value();
      if (!MessageRow.isReplaced(row)) {
        into.add(new Entry(this, MessageRow.stampOf(row), log.number(), 0, Payload.of(row)));
      }
      there = log.next(key);
    }
  }

  private void walkLog(Membership period, long after, int limit, List<long[]> found) {
    long seen = period.newestSeen(newest);
    if (seen < oldest(period) || newestStamp <= after) {
      return;
    }
    Cursor log = view.cursor(Table.LOG);
    byte[] head = new byte[MessageRow.HEAD_BYTES];
    boolean there = log.seekBack(Keys.numbered(key, seen), key);
    while (there && found.size() < limit && log.number() >= oldest(period)) {
      long stamp = MessageRow.stampOf(log.valueHead(head));
      if (stamp <= after) {
        return;
      }
      if (!MessageRow.isReplaced(head)) {
        found.add(new long[] {stamp, log.number()});
      }
      there = log.previous(key);
    }
  }

  /// The newest ones that have moved, newest first.
  private List<long[]> movedAfter(long after, int limit) {
    List<long[]> found = new ArrayList<>();
    Cursor moved = view.cursor(Table.MOVED);
    boolean there = moved.seekBack(Keys.numbered(key, Long.MAX_VALUE), key);
    while (there && found.size() < limit && moved.number() > after) {
      long sequence = Rows.number(moved.value());
      if (isSeen(sequence)) {
        found.add(new long[] {moved.number(), sequence});
      }
      there = moved.previous(key);
    }
    return found;
  }

  /// @return whether it found any
  private boolean walkMovedOn(long after, int limit, List<Entry> into) {
    int before = into.size();
    Cursor moved = view.cursor(Table.MOVED);
    boolean there = moved.seek(Keys.numbered(key, after + 1), key);
    while (there && into.size() < before + limit) {
      long sequence = Rows.number(moved.value());
      if (isSeen(sequence)) {
        into.add(new Entry(this, moved.number(), sequence, 0));
      }
      there = moved.next(key);
    }
    return into.size() > before;
  }

  private boolean isSeen(long sequence) {
    return isHere(sequence) && periods.stream().anyMatch(period -> period.sees(sequence));
  }

  /// Reads a message. Adjacent messages of a log are read in one scan.
  private Message read(long sequence) {
    Cursor log = view.cursor(Table.LOG);
    if (!log.seekNumbered(key, sequence)) {
      throw new IllegalStateException("sequence: " + sequence + " (expected: in the snapshot)");
    }
    return MessageRow.message(conversation, sequence, log.value());
  }

  /// The ranges that the bound dropped in this conversation; see [InboxRows#gaps].
  List<Gap> gaps(long after, long keptFrom) {
    List<Long> movedGone = new ArrayList<>();
    Cursor moved = view.cursor(Table.MOVED);
    boolean there = moved.seek(Keys.numbered(key, after + 1), key);
    while (there && moved.number() < keptFrom) {
      long sequence = Rows.number(moved.value());
      if (isHere(sequence)) {
        movedGone.add(sequence);
      }
      there = moved.next(key);
    }
    List<Gap> gaps = new ArrayList<>(periods.size());
    for (Membership period : periods) {
      long oldest = oldest(period);
      long seen = period.newestSeen(newest);
      if (oldest > seen) {
        continue;
      }
      long from = rows.firstAfter(key, after, oldest - 1, seen);
      long to = rows.firstAfter(key, keptFrom - 1, oldest - 1, seen) - 1;
      from = skipReplaced(from, to, +1);
      to = skipReplaced(to, from, -1);
      boolean any = from <= to;
      for (long sequence : movedGone) {
        if (period.sees(sequence)) {
          from = any ? Math.min(from, sequence) : sequence;
          to = any ? Math.max(to, sequence) : sequence;
          any = true;
        }
      }
      if (any) {
        gaps.add(new Gap(conversation, from, to));
      }
    }
    return gaps;
  }

  /// Moves the end of a range past what was replaced, which has other positions in the inbox.
  private long skipReplaced(long end, long otherEnd, int step) {
    long at = end;
    while (step > 0 ? at <= otherEnd : at >= otherEnd) {
      byte[] row = view.get(Table.LOG, Keys.numbered(key, at));
      if (row != null && !MessageRow.isReplaced(row)) {
        return at;
      }
      at += step;
    }
    return at;
  }
}
