package io.whaleshark.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.EngineException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: after a failed write, the engine decides nothing and trusts no state in memory until the
/// folder was opened again. Method: rows that RocksDB refuses, and a reserve that no disk has.
class FailedWriteTest {

  private static final long MORE_THAN_ANY_DISK = Long.MAX_VALUE;

  @TempDir Path folder;

  private Store opened(long reserveBytes) {
    return new Store(folder, new RocksEngine.Limits(8L << 20, reserveBytes));
  }

  private static void failToWrite(Store store) {
    assertThatThrownBy(() ->
            store.writeIntoReserve(
                batch -> batch.deleteRange(Table.LOG, new byte[] {2, 0}, new byte[] {1, 0})))
        .isInstanceOf(EngineException.class);
  }

  @Test
  @DisplayName("P7 what a failed write came to stays unknown while there is no room to find out")
  void nothingBeginsWithoutRoomToHeal() {
    opened(0).close();
    try (RocksEngine engine = beginsOnceAndFails(opened(MORE_THAN_ANY_DISK))) {
      assertThatThrownBy(() -> engine.begin(Announcement.NOTHING))
          .isInstanceOfSatisfying(
              EngineException.class,
              e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.FULL));
    }
  }

  @Test
  void withRoomTheNextBatchBegins() {
    try (RocksEngine engine = beginsOnceAndFails(opened(0))) {
      engine.begin(Announcement.NOTHING).close();
    }
  }

  private static RocksEngine beginsOnceAndFails(Store store) {
    RocksEngine engine = new RocksEngine(store);
    engine.begin(Announcement.NOTHING).close();
    failToWrite(store);
    return engine;
  }
}
