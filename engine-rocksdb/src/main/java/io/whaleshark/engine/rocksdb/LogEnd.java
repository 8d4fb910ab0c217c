package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Head;

/// The newest end of a log: its newest row, or what expiry wrote down of the newest that is gone.
record LogEnd(Head head, long lowSent) {

  static LogEnd of(View view, byte[] conversation) {
    Cursor log = view.cursor(Table.LOG);
    if (log.seekBack(Keys.numbered(conversation, Long.MAX_VALUE), conversation)) {
      byte[] row = log.value();
      long sequence = log.number();
      return new LogEnd(new Head(sequence, Rows.stampOf(row)), Rows.lowSentOf(row, sequence));
    }
    Rows.Floor floor = floor(view, conversation);
    return new LogEnd(new Head(floor.sequence(), floor.stamp()), floor.lowSent());
  }

  static Rows.Floor floor(View view, byte[] conversation) {
    byte[] row = view.get(Table.FLOORS, conversation);
    return row == null ? Rows.Floor.NONE : Rows.floor(row);
  }
}
