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

/// Reads the write-ahead logs of a folder before RocksDB opens it. Used once, by one thread. Cost:
/// reads the logs, whose size is bounded; see [Database].
///
/// RocksDB replays the logs up to the first incomplete record and takes that for the end. It has
/// to, because a crash leaves the newest batch like that: cut, or with pages that never reached the
/// disk. But a record in the middle that the disk corrupted looks the same to it. All batches
/// behind that record would be lost silently, although they were acknowledged.
///
/// One rule distinguishes the two cases: **a batch begins only after the batch before it is
/// synced.** So no batch begins behind one that a crash cut. If a batch begins behind damage, the
/// damaged data was durable once.
///
/// A log consists of blocks of 32 KiB. A block consists of records: checksum (4 bytes), length (2),
/// type (1), content. No record crosses the end of a block. A batch is one record, or a first,
/// middle and last ones. It begins with the sequence number of its first row, which RocksDB
/// increments with each row.
final class WriteAheadLogs {

  /// A batch that begins behind damage.
  ///
  /// @param log the damaged log
  /// @param offset of the first byte of the record that is damaged
  /// @param number of the batch's first row; all rows before it were durable
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
  private boolean inBatch; // after a first record, before the last one
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
        // The length may be damaged too, so search for whole records at every byte behind it.
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

  /// Behind damage, an implausible number does not start a batch: a message that was cut may
  /// contain bytes that look like a record. Each row takes more than one byte, which bounds
  /// plausible numbers.
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
