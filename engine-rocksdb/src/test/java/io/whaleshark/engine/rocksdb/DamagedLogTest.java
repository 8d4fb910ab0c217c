package io.whaleshark.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.engine.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the engine distinguishes a log with durable batches behind damage from a log that a crash
/// cut, whatever a disk or a crash may do to pages. Method: batches of one row each; then bytes of
/// the log are changed and the folder is opened.
class DamagedLogTest {

  private static final RocksEngine.Limits LIMITS = new RocksEngine.Limits(8L << 20, 0);
  private static final int PAGE = 4 << 10;
  private static final int BLOCK = 32 << 10;
  private static final int LARGE = 100_000;

  @TempDir Path folder;
  private Path data = Path.of("");

  /// How long the log was after each batch; the first is that of the new folder.
  private final List<Integer> ends = new ArrayList<>();

  @BeforeEach
  void name() {
    data = folder.resolve("data");
  }

  private void write(byte[]... values) throws IOException {
    try (Store store = new Store(data, LIMITS)) {
      ends.add((int) Files.size(log(data)));
      for (byte[] value : values) {
        byte[] key = Rows.number(ends.size());
        store.write(batch -> batch.put(Table.GROUPS, key, value));
        ends.add((int) Files.size(log(data)));
      }
    }
  }

  private static byte[] noise(int bytes) {
    byte[] noise = new byte[bytes];
    new Random(bytes).nextBytes(noise);
    return noise;
  }

  private static Path log(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files.filter(file -> file.toString().endsWith(".log")).sorted().toList().getLast();
    }
  }

  /// Changes bytes of the log.
  private interface Damage {
    void to(byte[] bytes);
  }

  private void damage(Damage damage) throws IOException {
    byte[] bytes = Files.readAllBytes(log(data));
    damage.to(bytes);
    Files.write(log(data), bytes);
  }

  private void zero(int from, int to) throws IOException {
    damage(bytes -> Arrays.fill(bytes, from, to, (byte) 0));
  }

  private void isRefusedAt(int offset) {
    assertThatThrownBy(() -> new Store(data, LIMITS))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.CORRUPT))
        .hasMessageContaining(".log is damaged at byte " + offset + ", ");
  }

  private void opensWith(int batches) {
    try (Store store = new Store(data, LIMITS)) {
      for (int i = 1; i < ends.size(); i++) {
        assertThat(store.get(Table.GROUPS, Rows.number(i)) != null)
            .as("batch %d", i)
            .isEqualTo(i <= batches);
      }
    }
  }

  @Test
  void aRecordThatWasZeroedIsNoEnd() throws IOException {
    write(noise(100), noise(100), noise(100), noise(100));
    zero(ends.get(1), ends.get(2));
    isRefusedAt(ends.get(1));
  }

  @Test
  void theFirstPageZeroedIsNoEnd() throws IOException {
    write(noise(2 * PAGE), noise(100), noise(100));
    zero(0, PAGE);
    isRefusedAt(0);
  }

  @Test
  void aLengthThatIsDamagedHidesNothing() throws IOException {
    write(noise(100), noise(100), noise(100));
    damage(bytes -> bytes[ends.get(1) + 5] ^= 0x40);
    isRefusedAt(ends.get(1));
  }

  @Test
  void damageWithinABatchOfManyRecordsIsNoEnd() throws IOException {
    write(noise(100), noise(LARGE), noise(100));
    zero(2 * BLOCK, 2 * BLOCK + PAGE);
    isRefusedAt(2 * BLOCK);
  }

  @Test
  void pagesOfTheLastBatchMayBeMissingAnywhere() throws IOException {
    write(noise(100), noise(LARGE));
    zero(ends.get(1), BLOCK); // its later pages reached the disk, its first ones did not
    opensWith(1);
  }

  @Test
  void aHeaderThatWasCutIsAnEnd() throws IOException {
    write(noise(100), noise(100));
    byte[] bytes = Files.readAllBytes(log(data));
    Files.write(log(data), Arrays.copyOf(bytes, ends.get(1) + 5));
    opensWith(1);
  }

  @Test
  void whatLooksLikeABatchWithinAMessageIsNone() throws IOException {
    byte[] forged = new byte[64];
    ByteBuffer record = ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN);
    record.putShort(4, (short) (forged.length - 7)).put(6, (byte) 1).putLong(7, 1L << 40);
    CRC32C checksum = new CRC32C();
    checksum.update(forged, 6, forged.length - 6);
    record.putInt(0, Integer.rotateRight((int) checksum.getValue(), 15) + 0xa282ead8);
    write(noise(100), forged);
    damage(bytes -> bytes[ends.get(1)] ^= 1);
    opensWith(1);
  }

  @Test
  void aDamagedLogThatIsNotNeededAnyMoreIsIgnored() throws IOException {
    write(noise(100), noise(100), noise(100));
    damage(bytes -> bytes[ends.get(1) + 20] ^= 1);
    Path name = log(data).getFileName();
    byte[] damaged = Files.readAllBytes(log(data));
    damage(bytes -> bytes[ends.get(1) + 20] ^= 1); // whole again
    opensWith(3); // from here on the rows are in tables
    Files.write(data.resolve(name), damaged);
    opensWith(3);
  }
}
