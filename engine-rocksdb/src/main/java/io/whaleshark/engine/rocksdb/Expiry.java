package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Message;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;

/// Deletes what apps do not keep any longer: the oldest messages of each conversation, up to the
/// first that is kept.
///
/// Runs beside the lane: it touches rows that the lane never writes again, and writes down in the
/// same batch what later messages count on from, so whoever finds the rows gone finds the floor.
final class Expiry {

  private static final int MESSAGES_A_BATCH = 1_000;

  private final Store store;
  private final IntToLongFunction keepFrom;
  private long deleted;

  Expiry(Store store, IntToLongFunction keepFrom) {
    this.store = store;
    this.keepFrom = keepFrom;
  }

  /// Deletes all that is to be deleted now; returns how many messages that were.
  long run() {
    byte[] from = new byte[0];
    while (true) {
      ConversationId conversation;
      byte[] key;
      try (View view = store.current()) {
        Cursor log = view.cursor(Table.LOG);
        if (!log.seek(from, new byte[0])) {
          return deleted;
        }
        conversation = Keys.conversation(new Decoder(log.key()));
        key = Keys.conversation(conversation);
      }
      List<Message> expired = expired(conversation, key);
      while (!expired.isEmpty()) {
        delete(conversation, key, expired);
        expired = expired(conversation, key);
      }
      from = Keys.behind(key);
    }
  }

  private List<Message> expired(ConversationId conversation, byte[] key) {
    long keep = keepFrom.applyAsLong(conversation.app());
    List<Message> expired = new ArrayList<>();
    try (View view = store.current()) {
      Cursor log = view.cursor(Table.LOG);
      byte[] head = new byte[Rows.MESSAGE_HEAD_BYTES];
      boolean there = log.seek(key, key);
      while (there
          && expired.size() < MESSAGES_A_BATCH
          && Rows.stampOf(log.valueHead(head)) < keep) {
        expired.add(Rows.message(conversation, log.number(), log.value()));
        there = log.next(key);
      }
    }
    return expired;
  }

  private void delete(ConversationId conversation, byte[] key, List<Message> expired) {
    long floorPosition;
    try (View view = store.current()) {
      floorPosition = LogEnd.floor(view, key).newestPosition();
    }
    store.writeIntoReserve(batch -> {
      Message last = expired.getLast();
      long newestPosition = floorPosition;
      Map<UserId, Long> newestOwn = new HashMap<>();
      for (Message message : expired) {
        newestPosition = Math.max(newestPosition, message.inboxPosition());
        batch.delete(Table.SENT, Keys.sent(message.clientId()));
        if (message.isRecalled()) {
          batch.delete(Table.RECALLS, Keys.numbered(key, message.inboxPosition()));
        }
        newestOwn.put(message.sender(), message.sequence());
      }
      if (conversation instanceof ConversationId.Group) {
        // Of each sender one ordinal stays, the newest that expired: later ones count on from it.
        newestOwn.forEach((sender, sequence) -> {
          byte[] own = Keys.inConversation(key, sender);
          batch.deleteRange(Table.OWN, own, Keys.numbered(own, sequence));
        });
      }
      batch.deleteRange(Table.LOG, key, Keys.numbered(key, last.sequence() + 1));
      long lowSent = Rows.lowSentOf(Rows.message(last), last.sequence());
      Rows.Floor floor = new Rows.Floor(last.sequence(), last.stamp(), lowSent, newestPosition);
      batch.put(Table.FLOORS, key, Rows.floor(floor));
    });
    deleted += expired.size();
  }
}
