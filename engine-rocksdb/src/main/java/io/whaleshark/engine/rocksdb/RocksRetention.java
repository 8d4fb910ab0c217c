package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Retention;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.IntToLongFunction;

/// Finds messages that are too old, and deletes rows below the floors. Thread-safe, though one
/// sweep at a time is enough.
///
/// Deletion runs concurrently with the lane: rows at or below a floor are never written again, and
/// their contents are never read. Only an id may be reused meanwhile, and only then does the lane
/// wait for a batch of deletions. Two rows of the deleted messages are kept because later
/// operations need them: for each sender in a group the newest ordinal, from which the next one
/// counts on, and the newest place to which one had moved, which states how far inboxes reached.
final class RocksRetention implements Retention {

  private static final int ROWS_A_BATCH = 1_000;
  private static final byte[] ALL = new byte[0];

  private final Store store;
  private final Lock usedAgain;

  /// @param usedAgain held while the ids of expired messages are checked and deleted
  RocksRetention(Store store, Lock usedAgain) {
    this.store = store;
    this.usedAgain = usedAgain;
  }

  @Override
  public List<Due> due(IntToLongFunction keepFrom, Optional<ConversationId> after, int limit) {
    List<Due> due = new ArrayList<>();
    byte[] from = after.map(Keys::conversation).map(Keys::behind).orElse(ALL);
    while (due.size() < limit) {
      // Each conversation gets its own view, so that a sweep of a large store does not pin old
      // files.
      try (View view = store.current()) {
        Cursor log = view.cursor(Table.LOG);
        if (!log.seek(from, ALL)) {
          return due;
        }
        ConversationId conversation = Keys.conversation(new Decoder(log.key()));
        long upTo = dueUpTo(view, conversation, keepFrom.applyAsLong(conversation.app()));
        if (upTo > 0) {
          due.add(new Due(conversation, upTo));
        }
        from = Keys.behind(Keys.conversation(conversation));
      }
    }
    return due;
  }

  /// @return 0 if nothing is due
  private static long dueUpTo(View view, ConversationId conversation, long keep) {
    byte[] key = Keys.conversation(conversation);
    Cursor log = view.cursor(Table.LOG); // positioned at the conversation's first row
    long first = log.number();
    byte[] head = log.valueHead(new byte[MessageRow.TIMES_BYTES]);
    long floor = LogEnd.floor(view, key).sequence();
    if (MessageRow.timeOf(head) >= keep) {
      return first <= floor ? floor : 0;
    }
    long newest = LogEnd.of(view, key).head().sequence();
    long byStamp = new MessageRows(view).firstAfter(key, keep - 1, first - 1, newest) - 1;
    return Math.max(importedBefore(view, key, byStamp, keep), floor);
  }

  /// Behind what is too old by its stamp, imported messages may be older than their stamps say.
  ///
  /// @return the newest sequence before which, and with which, all were sent before a time
  private static long importedBefore(View view, byte[] key, long above, long keep) {
    Cursor log = view.cursor(Table.LOG);
    byte[] head = new byte[MessageRow.TIMES_BYTES];
    long expired = above;
    boolean there = log.seek(Keys.numbered(key, above + 1), key);
    while (there && MessageRow.timeOf(log.valueHead(head)) < keep) {
      expired = log.number();
      there = log.next(key);
    }
    return expired;
  }

  @Override
  public long delete(ConversationId conversation) {
    byte[] key = Keys.conversation(conversation);
    long deleted = 0;
    for (List<Message> expired = expired(conversation, key);
        !expired.isEmpty();
        expired = expired(conversation, key)) {
      if (expired.stream().anyMatch(Message::isReplaced)) {
        deleteMoved(key);
      }
      usedAgain.lock();
      try {
        delete(conversation, key, expired);
      } finally {
        usedAgain.unlock();
      }
      deleted += expired.size();
    }
    return deleted;
  }

  private List<Message> expired(ConversationId conversation, byte[] key) {
    List<Message> expired = new ArrayList<>();
    try (View view = store.current()) {
      long floor = LogEnd.floor(view, key).sequence();
      Cursor log = view.cursor(Table.LOG);
      boolean there = log.seek(key, key);
      while (there && expired.size() < ROWS_A_BATCH && log.number() <= floor) {
        expired.add(MessageRow.message(conversation, log.number(), log.value()));
        there = log.next(key);
      }
    }
    return expired;
  }

  private void delete(ConversationId conversation, byte[] key, List<Message> expired) {
    List<byte[]> ids = expired.stream().map(message -> Keys.sent(message.clientId())).toList();
    List<Optional<byte[]>> places = store.getAll(Table.SENT, ids);
    store.writeIntoReserve(batch -> {
      Map<UserId, Long> newestOwn = new HashMap<>();
      for (int i = 0; i < expired.size(); i++) {
        Message message = expired.get(i);
        byte[] place = Rows.place(key, message.sequence());
        // The id may belong to a newer message by now.
        if (places.get(i).filter(row -> Arrays.equals(row, place)).isPresent()) {
          batch.delete(Table.SENT, ids.get(i));
        }
        newestOwn.put(message.sender(), message.sequence());
      }
      if (conversation instanceof ConversationId.Group) {
        newestOwn.forEach((sender, sequence) -> {
          byte[] own = Keys.inConversation(key, sender);
          batch.deleteRange(Table.OWN, own, Keys.numbered(own, sequence));
        });
      }
      long last = expired.getLast().sequence();
      batch.deleteRange(Table.LOG, key, Keys.numbered(key, last + 1));
    });
  }

  /// Keeps the newest place to which an expired message had moved and deletes the others. Places
  /// are deleted before their messages: after a crash, the remaining messages make the next sweep
  /// look for places.
  private void deleteMoved(byte[] key) {
    List<byte[]> expired = expiredMoved(key);
    for (int from = 0; from < expired.size() - 1; from += ROWS_A_BATCH) {
      List<byte[]> some = expired.subList(from, Math.min(from + ROWS_A_BATCH, expired.size() - 1));
      store.writeIntoReserve(batch -> some.forEach(row -> batch.delete(Table.MOVED, row)));
    }
  }

  private List<byte[]> expiredMoved(byte[] key) {
    List<byte[]> expired = new ArrayList<>();
    try (View view = store.current()) {
      long floor = LogEnd.floor(view, key).sequence();
      Cursor moved = view.cursor(Table.MOVED);
      for (boolean there = moved.seek(key, key); there; there = moved.next(key)) {
        if (Rows.number(moved.value()) <= floor) {
          expired.add(moved.key());
        }
      }
    }
    return expired;
  }
}
