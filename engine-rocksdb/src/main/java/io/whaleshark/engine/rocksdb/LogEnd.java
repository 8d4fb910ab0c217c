package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Head;

/// The end of a log: its newest row, expired or not, or what the floor records about the newest
/// deleted message.
///
/// @param lowSent the number of messages that the low user has sent so far (direct conversations)
/// @param isReplaced whether the newest message was edited or recalled
record LogEnd(Head head, long lowSent, boolean isReplaced) {

  static LogEnd of(View view, byte[] conversation) {
    Cursor log = view.cursor(Table.LOG);
    if (log.seekBack(Keys.numbered(conversation, Long.MAX_VALUE), conversation)) {
      byte[] row = log.valueHead(new byte[MessageRow.NUMBERS_BYTES]);
      long sequence = log.number();
      return new LogEnd(
          head(sequence, MessageRow.stampOf(row), MessageRow.timeOf(row)),
          MessageRow.lowSentOf(row, sequence),
          MessageRow.isReplaced(row));
    }
    return at(floor(view, conversation));
  }

  /// The end of what has expired.
  static LogEnd at(Rows.Floor floor) {
    return new LogEnd(head(floor.sequence(), floor.stamp(), floor.time()), floor.lowSent(), false);
  }

  private static Head head(long sequence, long stamp, long time) {
    try {
      return new Head(sequence, stamp, time);
    } catch (IllegalArgumentException e) {
      throw Decoder.impossible("the end of a log", e);
    }
  }

  /// The number of messages that the user has sent so far in a direct conversation.
  long sent(ConversationId.Direct direct, UserId user) {
    return user.equals(direct.low()) ? lowSent : head.sequence() - lowSent;
  }

  static Rows.Floor floor(View view, byte[] conversation) {
    byte[] row = view.get(Table.FLOORS, conversation);
    return row == null ? Rows.Floor.NONE : Rows.floor(row);
  }
}
