package io.whaleshark.bench.limits;

import io.whaleshark.bench.load.BenchException;
import io.whaleshark.bench.load.Load;
import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.engine.rocksdb.RocksEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ConfigOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.OptionsUtil;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// RocksDB alone: writes the rows that the engine writes for direct messages, and syncs after each
/// batch. The engine itself has created the folder and the first rows, so options, tables and the
/// sizes of keys and rows are the engine's. Confined to one thread.
public final class SyncedWrites implements AutoCloseable {
  private static final int PAIRS = 100;
  private static final int APP = 10_001;
  private static final long CACHE_BYTES = 128L << 20;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int ID_DIGITS = 12;

  /// A table, and the sample rows in it to copy; a number in the key makes the copies differ.
  private record Kind(
      ColumnFamilyHandle table, List<byte[]> keys, List<byte[]> rows, KeyNumber number) {}

  @FunctionalInterface
  private interface KeyNumber {
    void set(byte[] key, long number);
  }

  private final DBOptions options;
  private final List<ColumnFamilyDescriptor> tables = new ArrayList<>();
  private final List<ColumnFamilyHandle> handles = new ArrayList<>();
  private final WriteOptions synced;
  private final RocksDB rocks;
  private final List<Kind> kinds;
  private long written;

  /// Creates the folder.
  ///
  /// @param folder must not exist yet
  /// @throws BenchException if RocksDB cannot open it
  public SyncedWrites(Path folder, int bodyBytes) {
    writeFirstRows(folder, bodyBytes); // this loads RocksDB too
    options = new DBOptions();
    synced = new WriteOptions().setSync(true);
    try (var config = new ConfigOptions()) {
      OptionsUtil.loadLatestOptions(config, folder.toString(), options, tables);
      rocks = RocksDB.open(options, folder.toString(), tables, handles);
    } catch (RocksDBException e) {
      throw failure(e);
    }
    kinds = List.of(kind("log", SyncedWrites::setSequence), kind("sent", SyncedWrites::setId));
  }

  private static void writeFirstRows(Path folder, int bodyBytes) {
    List<Change> changes =
        IntStream.range(0, PAIRS).<Change>mapToObj(pair -> message(pair, bodyBytes)).toList();
    try (var engine = RocksEngine.open(folder, new RocksEngine.Limits(CACHE_BYTES, 0));
        var transaction = engine.begin(Announcement.NOTHING)) {
      transaction.commit(changes, List.of(), PAIRS);
    }
  }

  private static Change message(int pair, int bodyBytes) {
    var sender = new UserId(APP, String.format("bench-00000000-from-%06d", pair));
    var receiver = new UserId(APP, String.format("bench-00000000-to-%06d", pair));
    return new Change.MessageAppended(
        new Message(
            ConversationId.Direct.between(sender, receiver),
            1,
            pair + 1L,
            new ClientMessageId(sender, "m" + "0".repeat(ID_DIGITS)),
            new Message.Sent(Payload.ofText('"' + "x".repeat(bodyBytes) + '"'), Payload.NONE),
            1,
            1));
  }

  private Kind kind(String name, KeyNumber number) {
    var kind = new Kind(table(name), new ArrayList<>(), new ArrayList<>(), number);
    try (RocksIterator rows = rocks.newIterator(kind.table())) {
      for (rows.seekToFirst(); rows.isValid(); rows.next()) {
        kind.keys().add(rows.key());
        kind.rows().add(rows.value());
      }
    }
    return kind;
  }

  private ColumnFamilyHandle table(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < tables.size(); i++) {
      if (Arrays.equals(tables.get(i).getName(), bytes)) {
        return handles.get(i);
      }
    }
    throw new BenchException("the engine has no table " + name, null);
  }

  /// A message's key ends with its sequence.
  private static void setSequence(byte[] key, long number) {
    long rest = number;
    for (int i = key.length - 1; i >= key.length - Long.BYTES; i--, rest >>>= Byte.SIZE) {
      key[i] = (byte) rest;
    }
  }

  /// The key of a sent message's id ends with the client's id and a zero.
  private static void setId(byte[] key, long number) {
    long rest = number;
    for (int i = key.length - 2; i >= key.length - 1 - ID_DIGITS; i--, rest /= 10) {
      key[i] = (byte) ('0' + rest % 10);
    }
  }

  /// Writes for this time.
  ///
  /// @param rowsAtOnce the number of rows per synced batch
  /// @return rows per second
  public double measure(int rowsAtOnce, Duration time, Load.Progress progress) {
    long start = System.nanoTime();
    long end = start + time.toNanos();
    long before = written;
    long told = start;
    long toldRows = written;
    long now = start;
    while (now < end) {
      write(rowsAtOnce);
      now = System.nanoTime();
      if (now - told > NANOS_PER_SECOND) {
        progress.at("syncing", (double) (now - start) / time.toNanos(), written - toldRows);
        told = now;
        toldRows = written;
      }
    }
    return (written - before) * NANOS_PER_SECOND / (now - start);
  }

  private void write(int rowsAtOnce) {
    try (var batch = new WriteBatch()) {
      for (int i = 0; i < rowsAtOnce; i++) {
        put(batch, written++);
      }
      rocks.write(synced, batch);
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  private void put(WriteBatch batch, long number) throws RocksDBException {
    Kind kind = kinds.get((int) (number % kinds.size()));
    int pair = (int) (number / kinds.size() % PAIRS);
    byte[] key = kind.keys().get(pair);
    kind.number().set(key, 2 + number / kinds.size() / PAIRS);
    batch.put(kind.table(), key, kind.rows().get(pair));
  }

  /// The number of rows that were written and are missing.
  public long missing() {
    return written
        + (long) kinds.size() * PAIRS
        - kinds.stream().mapToLong(kind -> count(kind.table())).sum();
  }

  private long count(ColumnFamilyHandle table) {
    long count = 0;
    try (RocksIterator rows = rocks.newIterator(table)) {
      for (rows.seekToFirst(); rows.isValid(); rows.next()) {
        count++;
      }
    }
    return count;
  }

  /// The number of rows written.
  public long written() {
    return written;
  }

  private static BenchException failure(RocksDBException e) {
    return new BenchException("RocksDB failed: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    handles.forEach(ColumnFamilyHandle::close);
    rocks.close();
    synced.close();
    tables.forEach(table -> table.getOptions().close());
    options.close();
  }
}
