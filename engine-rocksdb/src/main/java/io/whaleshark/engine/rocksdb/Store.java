package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.EngineException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// An open RocksDB folder. Thread-safe.
///
/// A native call into a closed database kills the process, so every call holds [#open] for reading,
/// and closing takes it for writing: it waits for calls under way and refuses later ones.
final class Store implements AutoCloseable {

  private static final int FORMAT = 1;
  private static final long MIB = 1L << 20;
  private static final int BLOOM_BITS_PER_KEY = 10;
  private static final long DAY_SECONDS = 86_400;

  private final RocksDB db;
  private final Map<Table, ColumnFamilyHandle> handles = new EnumMap<>(Table.class);
  private final DBOptions options;
  private final ColumnFamilyOptions tableOptions;
  private final ColumnFamilyOptions lookedUpOptions;
  private final Cache cache;
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();
  private boolean closed; // guarded by open

  static {
    RocksDB.loadLibrary();
  }

  /// Opens the folder, creating it where it does not exist.
  ///
  /// @param cacheBytes how much of what was read stays in memory
  /// @throws EngineException if another process holds the folder, or its layout is newer than this
  ///   code
  Store(Path folder, long cacheBytes) {
    cache = new LRUCache(cacheBytes);
    tableOptions = tableOptions(false);
    // Most sends are no repeats: a filter answers "never seen" without a look at the rows.
    lookedUpOptions =
        tableOptions(true).setMemtableWholeKeyFiltering(true).setMemtablePrefixBloomSizeRatio(0.1);
    options =
        new DBOptions()
            .setCreateIfMissing(true)
            .setCreateMissingColumnFamilies(true)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setKeepLogFileNum(4)
            // What is written is in memory and in the log at most: bounds memory, and the time to
            // open again.
            .setDbWriteBufferSize(256 * MIB)
            .setMaxTotalWalSize(128 * MIB)
            .setBytesPerSync(MIB)
            .setMaxBackgroundJobs(2);
    List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
    for (Table table : Table.values()) {
      descriptors.add(
          new ColumnFamilyDescriptor(
              table.columnFamily(), table == Table.SENT ? lookedUpOptions : tableOptions));
    }
    List<ColumnFamilyHandle> opened = new ArrayList<>();
    try {
      db = RocksDB.open(options, folder.toString(), descriptors, opened);
    } catch (RocksDBException e) {
      String message = String.valueOf(e.getMessage());
      throw message.contains("lock")
          ? new EngineException(
              EngineException.Kind.UNAVAILABLE,
              "data folder " + folder + " is in use by another process",
              e)
          : failure("cannot open data folder " + folder, e);
    }
    for (Table table : Table.values()) {
      handles.put(table, opened.get(table.ordinal()));
    }
    checkFormat(folder);
  }

  private ColumnFamilyOptions tableOptions(boolean lookedUp) {
    BlockBasedTableConfig blocks =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setCacheIndexAndFilterBlocks(true)
            .setPinL0FilterAndIndexBlocksInCache(true)
            .setFilterPolicy(new BloomFilter(BLOOM_BITS_PER_KEY))
            .setFormatVersion(5);
    return new ColumnFamilyOptions()
        .setTableFormatConfig(blocks)
        .setWriteBufferSize(32 * MIB)
        .setMaxWriteBufferNumber(3)
        .setLevelCompactionDynamicLevelBytes(true)
        .setCompressionType(
            lookedUp ? CompressionType.NO_COMPRESSION : CompressionType.LZ4_COMPRESSION)
        // What retention deletes leaves the disk within a day, even where nothing else is written.
        .setPeriodicCompactionSeconds(DAY_SECONDS);
  }

  private void checkFormat(Path folder) {
    byte[] format = get(Table.DEFAULT, Keys.FORMAT);
    if (format == null) {
      try (WriteBatch batch = new WriteBatch()) {
        put(batch, Table.DEFAULT, Keys.FORMAT, Rows.number(FORMAT));
        write(batch);
      }
    } else if (Rows.number(format) > FORMAT) {
      close();
      throw new EngineException(
          EngineException.Kind.UNAVAILABLE,
          "data folder "
              + folder
              + " has layout "
              + Rows.number(format)
              + " (expected: at most "
              + FORMAT
              + ")");
    }
  }

  byte @Nullable [] get(Table table, byte[] key) {
    enter();
    try {
      return db.get(handle(table), key);
    } catch (RocksDBException e) {
      throw failure("cannot read", e);
    } finally {
      leave();
    }
  }

  /// Looks up many keys of a table at once, in one native call.
  ///
  /// @return as many as there are keys; empty where there is no row
  List<Optional<byte[]>> getAll(Table table, List<byte[]> keys) {
    enter();
    try {
      return db.multiGetAsList(Collections.nCopies(keys.size(), handle(table)), keys).stream()
          .map(Optional::ofNullable)
          .toList();
    } catch (RocksDBException e) {
      throw failure("cannot read", e);
    } finally {
      leave();
    }
  }

  void put(WriteBatch batch, Table table, byte[] key, byte[] value) {
    try {
      batch.put(handle(table), key, value);
    } catch (RocksDBException e) {
      throw failure("cannot add to a batch", e);
    }
  }

  void delete(WriteBatch batch, Table table, byte[] key) {
    try {
      batch.delete(handle(table), key);
    } catch (RocksDBException e) {
      throw failure("cannot add to a batch", e);
    }
  }

  /// @param from inclusive
  /// @param to exclusive
  void deleteRange(WriteBatch batch, Table table, byte[] from, byte[] to) {
    try {
      batch.deleteRange(handle(table), from, to);
    } catch (RocksDBException e) {
      throw failure("cannot add to a batch", e);
    }
  }

  /// Writes the batch and syncs the log: when this returns, it survives everything but the loss of
  /// the disk (P1).
  void write(WriteBatch batch) {
    enter();
    try {
      db.write(synced, batch);
    } catch (RocksDBException e) {
      throw failure("cannot write", e);
    } finally {
      leave();
    }
  }

  /// Refuses once it is closed.
  void requireOpen() {
    enter();
    leave();
  }

  /// What RocksDB counts since it was opened, as text for people.
  String statistics() {
    enter();
    try {
      return db.getProperty("rocksdb.dbstats");
    } catch (RocksDBException e) {
      throw failure("cannot read", e);
    } finally {
      leave();
    }
  }

  /// A view of the newest state, which moves on under the reader.
  View current() {
    enter();
    return new View(this, db, new ReadOptions(), null);
  }

  /// A view of this instant.
  View snapshot() {
    enter();
    var snapshot = db.getSnapshot();
    return new View(this, db, new ReadOptions().setSnapshot(snapshot), snapshot);
  }

  ColumnFamilyHandle handle(Table table) {
    ColumnFamilyHandle handle = handles.get(table);
    if (handle == null) {
      throw new IllegalStateException("table " + table + " was not opened");
    }
    return handle;
  }

  private void enter() {
    open.readLock().lock();
    if (closed) {
      open.readLock().unlock();
      throw new EngineException(EngineException.Kind.UNAVAILABLE, "the engine is closed");
    }
  }

  void leave() {
    open.readLock().unlock();
  }

  static EngineException failure(String what, RocksDBException e) {
    Status status = e.getStatus();
    EngineException.Kind kind = EngineException.Kind.UNAVAILABLE;
    if (status != null && status.getCode() == Status.Code.Corruption) {
      kind = EngineException.Kind.CORRUPT;
    } else if (status != null && status.getSubCode() == Status.SubCode.NoSpace) {
      kind = EngineException.Kind.FULL;
    }
    return new EngineException(kind, what + ": " + e.getMessage(), e);
  }

  /// Waits for calls under way, then closes. Idempotent.
  @Override
  public void close() {
    open.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      handles.values().forEach(ColumnFamilyHandle::close);
      db.close();
      options.close();
      tableOptions.close();
      lookedUpOptions.close();
      synced.close();
      cache.close();
    } finally {
      open.writeLock().unlock();
    }
  }
}
