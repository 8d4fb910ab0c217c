package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The write-ahead logs of a folder as they lie there, read before RocksDB opens it. Used once, by
/// one thread. Cost: reads the logs, which are bounded; see [Database].
///
/// RocksDB replays the logs up to the first record that is not whole, and takes that for the end.
/// It must, for so a crash leaves the newest batch: cut, or with pages that never reached the disk.
/// But a disk that spoils a record in the middle looks the same to it, and every batch behind that
/// record would be gone, silently, although it was acknowledged.
///
/// What tells them apart: **a batch is begun only when the one before it is synced.** So behind a
/// batch that a crash cut there is no beginning of another, and where there is one, what is damaged
/// before it was durable once.
///
/// A log is blocks of 32 KiB. A block is records: checksum (4 bytes), length (2), type (1),
/// content; no record crosses the end of a block. A batch is one record, or a first, middle ones
/// and a last. It begins with the number of its first row, which RocksDB counts up.
final class WriteAheadLogs {

  /// A batch that begins behind damage.
  ///
  /// @param log where the damage is
  /// @param offset of the first byte of the record that is damaged
  /// @param number of the batch's first row: what came before it was durable
  record Behind(Path log, long offset, long number) {}

  private static final int BLOCK_BYTES = 32 << 10;
  private static final int HEADER_BYTES = 7;
  private static final int FULL = 1;
  private static final int FIRST = 2;
  private static final int MIDDLE = 3;
  private static final int LAST = 4;
  private static final int CHECKSUM_MASK = 0xa282ead8;

  private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private @Nullable Path damagedLog; // the first damage
  private long damagedAt;
  private boolean inBatch; // a first record was there, its last one not yet
  private long number; // of the newest batch that was begun
  private long begunAt; // in bytes of all logs
  private long bytesBefore; // this block, in all logs
  private @Nullable Behind behind;

  private WriteAheadLogs() {}

  /// The last batch that begins behind damage; empty if there is none.
  ///
  /// @throws EngineException if the logs cannot be read
  static Optional<Behind> behindDamage(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    WriteAheadLogs logs = new WriteAheadLogs();
    try {
      for (Path log : inOrder(folder)) {
        logs.read(log);
      }
    } catch (IOException e) {
      throw new EngineException(
          EngineException.Kind.UNAVAILABLE, "cannot read the logs of data folder " + folder, e);
    }
    return Optional.ofNullable(logs.behind);
  }

  /// Their names are numbers with leading zeros, at least six digits.
  private static List<Path> inOrder(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("\\d+\\.log"))
          .sorted(
              Comparator.comparing(
                  (Path file) -> Long.valueOf(file.getFileName().toString().replace(".log", ""))))
          .toList();
    }
  }

  private void read(Path log) throws IOException {
    try (FileChannel file = FileChannel.open(log)) {
      long start = 0;
      while (fill(file)) {
        readBlock(log, start);
        start += block.limit();
        bytesBefore += block.limit();
      }
      if (inBatch) {
        damaged(log, start);
      }
    }
  }

  private boolean fill(FileChannel file) throws IOException {
    block.clear();
    int read = 0;
    while (block.hasRemaining() && read >= 0) {
      read = file.read(block);
    }
    block.flip();
    return block.hasRemaining();
  }

  private void readBlock(Path log, long start) {
    int at = 0;
    while (block.limit() - at >= HEADER_BYTES) {
      if (isWhole(at)) {
        record(log, start + at, at);
        at += HEADER_BYTES + length(at);
      } else {
        // Its length may be damaged too: whole records are looked for at every byte behind it.
        damaged(log, start + at);
        at++;
      }
    }
    if (at < block.limit() && block.limit() < BLOCK_BYTES) {
      damaged(log, start + at); // not even a header
    }
  }

  private int length(int at) {
    return Short.toUnsignedInt(block.getShort(at + 4));
  }

  private boolean isWhole(int at) {
    int type = block.get(at + 6);
    int length = length(at);
    if (type < FULL || type > LAST || at + HEADER_BYTES + length > block.limit()) {
      return false;
    }
    CRC32C checksum = new CRC32C();
    checksum.update(block.array(), at + 6, 1 + length);
    return Integer.rotateRight((int) checksum.getValue(), 15) + CHECKSUM_MASK == block.getInt(at);
  }

  private void record(Path log, long offset, int at) {
    int type = block.get(at + 6);
    boolean begins = type == FULL || type == FIRST;
    if (begins == inBatch) {
      damaged(log, offset);
    }
    inBatch = type == FIRST || type == MIDDLE;
    if (begins && length(at) >= Long.BYTES) {
      begun(block.getLong(at + HEADER_BYTES), bytesBefore + at);
    }
  }

  /// Behind damage a number that is out of the way is no batch's: somebody may have written what
  /// looks like a record into a message, and that message was cut. Rows take more than a byte each.
  private void begun(long next, long at) {
    Path damaged = damagedLog;
    boolean known = number > 0;
    boolean fits = !known || (next > number && next - number <= at - begunAt);
    if (damaged != null && !fits) {
      return;
    }
    number = next;
    begunAt = at;
    if (damaged != null) {
      behind = new Behind(damaged, damagedAt, next);
    }
  }

  private void damaged(Path log, long offset) {
    inBatch = false;
    if (damagedLog == null) {
      damagedLog = log;
      damagedAt = offset;
    }
  }
}
