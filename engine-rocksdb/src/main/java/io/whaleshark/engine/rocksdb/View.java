package io.whaleshark.engine.rocksdb;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;

/// The reads of one query. Confined to the thread that opened it, which closes it. It keeps the
/// store open meanwhile.
///
/// It has one [Cursor] for each table, shared by all steps of the query. So each step must position
/// the cursor before it reads.
final class View implements AutoCloseable {

  private final Database database;
  private final ReadOptions options;
  private final @Nullable Snapshot snapshot;
  private final Runnable closed;
  private final Map<Table, Cursor> cursors = new EnumMap<>(Table.class);

  /// @param closed runs at the end of [#close]
  View(Database database, ReadOptions options, @Nullable Snapshot snapshot, Runnable closed) {
    this.database = database;
    this.options = options;
    this.snapshot = snapshot;
    this.closed = closed;
  }

  byte @Nullable [] get(Table table, byte[] key) {
    try {
      return database.rocks().get(database.handle(table), options, key);
    } catch (RocksDBException e) {
      throw Database.failure("cannot read", e);
    }
  }

  Cursor cursor(Table table) {
    return cursors.computeIfAbsent(
        table, t -> new Cursor(database.rocks().newIterator(database.handle(t), options)));
  }

  @Override
  public void close() {
    cursors.values().forEach(Cursor::close);
    options.close();
    if (snapshot != null) {
      database.rocks().releaseSnapshot(snapshot);
      snapshot.close();
    }
    closed.run();
  }
}
