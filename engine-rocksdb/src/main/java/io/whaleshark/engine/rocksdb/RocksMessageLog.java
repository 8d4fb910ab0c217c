package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.MessageLog;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// History: scans over the rows of a log. Thread-safe.
final class RocksMessageLog implements MessageLog {

  private final Store store;

  RocksMessageLog(Store store) {
    this.store = store;
  }

  @Override
  public List<Message> after(ConversationId conversation, long after, long upTo, PageLimit limit) {
    byte[] key = Keys.conversation(conversation);
    List<Message> found = new ArrayList<>();
    int bytes = 0;
    try (View view = store.current()) {
      Cursor log = view.cursor(Table.LOG);
      long above = Math.max(after, floor(view, key));
      boolean there = above < upTo && log.seek(Keys.numbered(key, above + 1), key);
      while (there
          && log.number() <= upTo
          && found.size() < limit.entries()
          && bytes < limit.bytes()) {
        Message message = MessageRow.message(conversation, log.number(), log.value());
        found.add(message);
        bytes += message.sizeBytes();
        there = log.next(key);
      }
    }
    return found;
  }

  @Override
  public List<Message> before(
      ConversationId conversation, long before, long above, PageLimit limit) {
    byte[] key = Keys.conversation(conversation);
    List<Message> found = new ArrayList<>();
    int bytes = 0;
    try (View view = store.current()) {
      Cursor log = view.cursor(Table.LOG);
      boolean there = before > above && log.seekBack(Keys.numbered(key, before - 1), key);
      long lowest = Math.max(above, floor(view, key));
      while (there
          && log.number() > lowest
          && found.size() < limit.entries()
          && bytes < limit.bytes()) {
        Message message = MessageRow.message(conversation, log.number(), log.value());
        found.add(message);
        bytes += message.sizeBytes();
        there = log.previous(key);
      }
    }
    return found.reversed();
  }

  @Override
  public Optional<Message> message(ConversationId conversation, long sequence) {
    try (View view = store.current()) {
      return sequence <= floor(view, Keys.conversation(conversation))
          ? Optional.empty()
          : new MessageRows(view).message(conversation, sequence);
    }
  }

  @Override
  public List<Message> messages(
      ConversationId conversation, List<Long> sequences, PageLimit limit) {
    List<Message> found = new ArrayList<>();
    int bytes = 0;
    try (View view = store.current()) {
      long floor = floor(view, Keys.conversation(conversation));
      MessageRows rows = new MessageRows(view);
      for (long sequence : sequences) {
        if (sequence > floor && found.size() < limit.entries() && bytes < limit.bytes()) {
          Optional<Message> message = rows.message(conversation, sequence);
          message.ifPresent(found::add);
          bytes += message.map(Message::sizeBytes).orElse(0);
        }
      }
    }
    return found;
  }

  private static long floor(View view, byte[] conversation) {
    return LogEnd.floor(view, conversation).sequence();
  }

  @Override
  public Set<UserId> authors(ConversationId.Group group, long after, long upTo) {
    byte[] key = Keys.conversation(group);
    Set<UserId> authors = new LinkedHashSet<>();
    try (View view = store.current()) {
      Cursor log = view.cursor(Table.LOG);
      long above = Math.max(after, floor(view, key));
      boolean there = log.seek(Keys.numbered(key, above + 1), key);
      while (there && log.number() <= upTo) {
        authors.add(MessageRow.senderOf(group, log.value()));
        there = log.next(key);
      }
    }
    return authors;
  }

  @Override
  public long newestBy(ConversationId.Group group, UserId user, long upTo) {
    try (View view = store.current()) {
      long newest = new MessageRows(view).newestBy(group, user, upTo);
      // One ordinal of an expired message is kept, from which later ordinals count on.
      return newest <= floor(view, Keys.conversation(group)) ? 0 : newest;
    }
  }
}
