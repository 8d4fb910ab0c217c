package io.whaleshark.engine.rocksdb;

import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// Rows that are written together or not at all. Lives within one [Store#write], on its thread.
final class Batch implements AutoCloseable {

  private final Database database;
  private final WriteBatch rows = new WriteBatch();

  Batch(Database database) {
    this.database = database;
  }

  void put(Table table, byte[] key, byte[] value) {
    try {
      rows.put(database.handle(table), key, value);
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  void delete(Table table, byte[] key) {
    try {
      rows.delete(database.handle(table), key);
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  /// @param from inclusive
  /// @param to exclusive
  void deleteRange(Table table, byte[] from, byte[] to) {
    try {
      rows.deleteRange(database.handle(table), from, to);
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  private static RuntimeException failure(RocksDBException e) {
    return Database.failure("cannot add to a batch", e);
  }

  WriteBatch rows() {
    return rows;
  }

  @Override
  public void close() {
    rows.close();
  }
}
