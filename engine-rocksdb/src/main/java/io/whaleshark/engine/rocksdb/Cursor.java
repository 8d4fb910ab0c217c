package io.whaleshark.engine.rocksdb;

import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Walks the rows of a table. Every move tells whether it came to rest on a row below the prefix.
final class Cursor implements AutoCloseable {

  private final RocksIterator rows;
  private byte[] key = new byte[0];

  Cursor(RocksIterator rows) {
    this.rows = rows;
  }

  /// To the first row at or behind a key.
  boolean seek(byte[] from, byte[] prefix) {
    rows.seek(from);
    return restsBelow(prefix);
  }

  /// To the row with this number below the prefix, if there is one: a step where it is the next
  /// one, which costs a fraction of a look.
  boolean seekNumbered(byte[] prefix, long number) {
    boolean follows =
        key.length == prefix.length + Long.BYTES
            && Keys.startsWith(key, prefix)
            && number() + 1 == number
            && rows.isValid();
    boolean there = follows ? next(prefix) : seek(Keys.numbered(prefix, number), prefix);
    return there && number() == number;
  }

  /// To the last row at or before a key.
  boolean seekBack(byte[] from, byte[] prefix) {
    rows.seekForPrev(from);
    return restsBelow(prefix);
  }

  boolean next(byte[] prefix) {
    rows.next();
    return restsBelow(prefix);
  }

  boolean previous(byte[] prefix) {
    rows.prev();
    return restsBelow(prefix);
  }

  private boolean restsBelow(byte[] prefix) {
    if (!rows.isValid()) {
      try {
        rows.status();
      } catch (RocksDBException e) {
        throw Database.failure("cannot read", e);
      }
      return false;
    }
    key = rows.key();
    return Keys.startsWith(key, prefix);
  }

  /// The key of the row.
  byte[] key() {
    return key;
  }

  /// The number with which its key ends.
  long number() {
    return Keys.numberOf(key);
  }

  byte[] value() {
    return rows.value();
  }

  /// The first bytes of the value: what a walk needs that does not want the contents.
  byte[] valueHead(byte[] into) {
    rows.value(into);
    return into;
  }

  @Override
  public void close() {
    rows.close();
  }
}
