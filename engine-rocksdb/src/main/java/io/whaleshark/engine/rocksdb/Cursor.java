package io.whaleshark.engine.rocksdb;

import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Iterates over the rows of a table. Every move returns whether the cursor is now at a row whose
/// key begins with the prefix.
final class Cursor implements AutoCloseable {

  private final RocksIterator rows;
  private byte[] key = new byte[0];

  Cursor(RocksIterator rows) {
    this.rows = rows;
  }

  /// Moves to the first row at or after a key.
  boolean seek(byte[] from, byte[] prefix) {
    rows.seek(from);
    return restsBelow(prefix);
  }

  /// Moves to the row with this prefix and number, if it exists. If it is the next row, this is a
  /// step, which costs a fraction of a lookup.
  boolean seekNumbered(byte[] prefix, long number) {
    boolean follows =
        key.length == prefix.length + Long.BYTES
            && Keys.startsWith(key, prefix)
            && number() + 1 == number
            && rows.isValid();
    boolean there = follows ? next(prefix) : seek(Keys.numbered(prefix, number), prefix);
    return there && number() == number;
  }

  /// Moves to the last row at or before a key.
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

  /// The number at the end of its key.
  long number() {
    return Keys.numberOf(key);
  }

  byte[] value() {
    return rows.value();
  }

  /// The first bytes of the value, for scans that do not need the contents.
  byte[] valueHead(byte[] into) {
    rows.value(into);
    return into;
  }

  @Override
  public void close() {
    rows.close();
  }
}
