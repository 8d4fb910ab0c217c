package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.EngineException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// RocksDB over a folder, with one column family for each [Table]. [Store] ensures that no calls
/// are in progress when it closes.
final class Database implements AutoCloseable {

  private static final long MIB = 1L << 20;
  private static final int BLOOM_BITS_PER_KEY = 10;
  private static final int CACHE_SHARD_BITS = 4;

  /// The share of the cache that is reserved for indexes. Without it, a scan over many rows would
  /// evict them.
  private static final double CACHE_SHARE_OF_INDEXES = 0.5;

  private static final long DAY_SECONDS = 86_400;

  private final RocksDB rocks;
  private final Map<Table, ColumnFamilyHandle> handles = new EnumMap<>(Table.class);
  private final DBOptions options;
  private final ColumnFamilyOptions tableOptions;
  private final ColumnFamilyOptions lookedUpOptions;
  private final Cache cache;
  private final WriteOptions synced = new WriteOptions().setSync(true);

  /// Opens the folder, and creates it if it does not exist.
  ///
  /// @param cacheBytes the size of the cache for data that was read
  /// @throws EngineException if it cannot be opened, for instance because another process holds it;
  ///   of kind `CORRUPT` if its logs are damaged and hold more than RocksDB would replay
  Database(Path folder, long cacheBytes) {
    cache = new LRUCache(cacheBytes, CACHE_SHARD_BITS, false, CACHE_SHARE_OF_INDEXES);
    tableOptions = tableOptions(false);
    // Most sends are not repeats: a Bloom filter answers "never seen" without a row lookup.
    lookedUpOptions =
        tableOptions(true).setMemtableWholeKeyFiltering(true).setMemtablePrefixBloomSizeRatio(0.1);
    options =
        new DBOptions()
            .setCreateIfMissing(true)
            .setCreateMissingColumnFamilies(true)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setKeepLogFileNum(4)
            // Bounds the data that is only in memory and in the log, and so the memory and the time
            // to reopen.
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
      requireAllReplayed(folder, descriptors);
      rocks = RocksDB.open(options, folder.toString(), descriptors, opened);
    } catch (RocksDBException e) {
      closeOptions();
      String message = String.valueOf(e.getMessage());
      throw message.contains("lock")
          ? new EngineException(
              EngineException.Kind.UNAVAILABLE,
              "data folder " + folder + " is in use by another process (expected: one at a time)",
              e)
          : failure("cannot open data folder " + folder, e);
    } catch (EngineException e) {
      closeOptions();
      throw e;
    }
    for (Table table : Table.values()) {
      handles.put(table, opened.get(table.ordinal()));
    }
  }

  /// Refuses a folder from which RocksDB would lose acknowledged batches, before it changes
  /// anything there. RocksDB itself states whether the data behind the damage is still needed: logs
  /// whose data is already in tables may remain for a while.
  private void requireAllReplayed(Path folder, List<ColumnFamilyDescriptor> descriptors)
      throws RocksDBException {
    Optional<WriteAheadLogs.Behind> found = WriteAheadLogs.behindDamage(folder);
    if (found.isEmpty()) {
      return;
    }
    WriteAheadLogs.Behind behind = found.get();
    if (newestReplayed(folder, descriptors) < behind.number() - 1) {
      throw new EngineException(
          EngineException.Kind.CORRUPT,
          "data folder "
              + folder
              + ": "
              + behind.log().getFileName()
              + " is damaged at byte "
              + behind.offset()
              + ", and what was acknowledged later stands behind it (expected: a whole log):"
              + " keep the folder, restore the backup");
    }
  }

  private long newestReplayed(Path folder, List<ColumnFamilyDescriptor> descriptors)
      throws RocksDBException {
    List<ColumnFamilyHandle> opened = new ArrayList<>();
    try (RocksDB readOnly = RocksDB.openReadOnly(options, folder.toString(), descriptors, opened)) {
      long newest = readOnly.getLatestSequenceNumber();
      opened.forEach(ColumnFamilyHandle::close);
      return newest;
    }
  }

  private ColumnFamilyOptions tableOptions(boolean lookedUp) {
    BlockBasedTableConfig blocks =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setCacheIndexAndFilterBlocks(true)
            .setPinL0FilterAndIndexBlocksInCache(true)
            .setFilterPolicy(new BloomFilter(BLOOM_BITS_PER_KEY))
            // Indexes and filters are split into blocks as small as the data's. Unsplit, those of a
            // file are as large as thousands of rows, and if they do not fit the cache, every
            // lookup would fetch them.
            .setIndexType(IndexType.kTwoLevelIndexSearch)
            .setPartitionFilters(true)
            .setPinTopLevelIndexAndFilter(true)
            .setFormatVersion(5);
    return new ColumnFamilyOptions()
        .setTableFormatConfig(blocks)
        .setWriteBufferSize(32 * MIB)
        .setMaxWriteBufferNumber(3)
        .setLevelCompactionDynamicLevelBytes(true)
        .setCompressionType(
            lookedUp ? CompressionType.NO_COMPRESSION : CompressionType.LZ4_COMPRESSION)
        // Rows that retention deletes leave the disk within a day, even if nothing else is written.
        .setPeriodicCompactionSeconds(DAY_SECONDS);
  }

  RocksDB rocks() {
    return rocks;
  }

  /// Writes rows and syncs the log.
  void write(WriteBatch rows) throws RocksDBException {
    rocks.write(synced, rows);
  }

  ColumnFamilyHandle handle(Table table) {
    ColumnFamilyHandle handle = handles.get(table);
    if (handle == null) {
      throw new IllegalStateException("table " + table + " was not opened");
    }
    return handle;
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

  @Override
  public void close() {
    handles.values().forEach(ColumnFamilyHandle::close);
    rocks.close();
    closeOptions();
  }

  private void closeOptions() {
    options.close();
    tableOptions.close();
    lookedUpOptions.close();
    cache.close();
    synced.close();
  }
}
