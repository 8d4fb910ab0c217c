package io.whaleshark.core.conversation;

import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.ConversationList.Item;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.reading.Cursors;
import io.whaleshark.core.receipt.ReceiptSettings;
import java.util.List;

/// Answers pulls of a user's own conversation list. Thread-safe; blocks while it reads.
public final class Conversations {

  /// A page of the list.
  ///
  /// @param items ascending by [Item#changedAt]
  /// @param next the cursor for the next page
  /// @param completed whether no changed conversation was left
  public record Page(List<Item> items, long next, boolean completed) {}

  private final ConversationList list;
  private final Engine engine;
  private final ReceiptSettings receipts;

  public Conversations(Engine engine, ReceiptSettings receipts) {
    this.list = engine.conversations();
    this.engine = engine;
    this.receipts = receipts;
  }

  /// How much a user has not read.
  public ConversationList.Unread unread(UserId user) {
    return list.unread(user);
  }

  /// The conversations that changed after a cursor (exclusive), oldest change first, hidden ones as
  /// such: whoever pulls page after page may have been given one before it was hidden, and no
  /// cursor tells. A whole list in one page has no before, and is without them. Refused where the
  /// cursor was not given by this store: beyond everything that it has.
  public Outcome<Page> changedAfter(UserId user, long after, int limit) {
    List<Item> changed = list.changedAfter(user, after, limit + 1, receipts.peers(user));
    if (changed.isEmpty()) {
      Page nothing = new Page(List.of(), after, true);
      return Cursors.nothingAfter(after, engine::newestStamp, nothing);
    }
    boolean completed = changed.size() <= limit;
    boolean whole = after == 0 && completed;
    List<Item> page = completed ? changed : changed.subList(0, limit);
    return new Outcome.Granted<>(
        new Page(
            page.stream().filter(item -> !whole || !item.isDeleted()).toList(),
            page.getLast().changedAt(),
            completed));
  }
}
