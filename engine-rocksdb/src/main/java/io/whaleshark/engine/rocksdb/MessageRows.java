package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import java.util.Optional;

/// Finds messages and counts of messages in a view. Confined to the view's thread.
final class MessageRows {

  private final View view;

  MessageRows(View view) {
    this.view = view;
  }

  Optional<Message> message(ConversationId conversation, long sequence) {
    return Optional.ofNullable(
            view.get(Table.LOG, Keys.numbered(Keys.conversation(conversation), sequence)))
        .map(row -> MessageRow.message(conversation, sequence, row));
  }

  /// The first sequence of a dense range whose message was committed after a stamp. Cost: O(log n)
  /// reads.
  ///
  /// @param above exclusive lower bound of the range: all above it are retained
  /// @param upTo inclusive upper bound of the range
  /// @return `upTo + 1` if there is none
  long firstAfter(byte[] conversation, long stamp, long above, long upTo) {
    long low = above + 1;
    long high = upTo + 1;
    while (low < high) {
      long middle = (low + high) >>> 1;
      byte[] row = view.get(Table.LOG, Keys.numbered(conversation, middle));
      // A row that is missing expired while this looked: it is older than all that are retained.
      if (row == null || MessageRow.stampOf(row) <= stamp) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// How many messages of a group at or below a sequence (inclusive) are the user's.
  long sentCount(ConversationId.Group group, UserId user, long upTo) {
    Cursor own = view.cursor(Table.OWN);
    return seekOwn(own, group, user, upTo) ? Rows.number(own.value()) : 0;
  }

  /// The sequence of the user's newest message of a group at or below a sequence (inclusive); 0 if
  /// there is none.
  long newestBy(ConversationId.Group group, UserId user, long upTo) {
    Cursor own = view.cursor(Table.OWN);
    return seekOwn(own, group, user, upTo) ? own.number() : 0;
  }

  private static boolean seekOwn(Cursor own, ConversationId.Group group, UserId user, long upTo) {
    byte[] prefix = Keys.inConversation(Keys.conversation(group), user);
    return own.seekBack(Keys.numbered(prefix, upTo), prefix);
  }
}
