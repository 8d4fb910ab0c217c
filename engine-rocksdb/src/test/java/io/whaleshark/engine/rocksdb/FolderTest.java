package io.whaleshark.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a data folder is opened by one process that understands it, and closing never harms a
/// call. Method: every wrong way to open it.
class FolderTest {

  private static final RocksEngine.Limits LIMITS = new RocksEngine.Limits(8L << 20, 0);

  @TempDir Path folder;

  @Test
  void aFolderInUseIsRefused() {
    try (RocksEngine _ = RocksEngine.open(folder, LIMITS)) {
      assertThatThrownBy(() -> RocksEngine.open(folder, LIMITS))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("in use by another process");
    }
  }

  @Test
  void aNewerLayoutIsRefused() {
    try (Store store = new Store(folder, LIMITS)) {
      store.write(batch -> batch.put(Table.DEFAULT, Keys.FORMAT, Rows.number(99)));
    }
    assertThatThrownBy(() -> RocksEngine.open(folder, LIMITS))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("has layout 99 (expected: at most " + Store.FORMAT + ")");
  }

  @Test
  void theReserveOfTheDiskIsLeftAlone() {
    try (Store store = new Store(folder, LIMITS)) {
      store.write(batch -> batch.put(Table.GROUPS, Keys.STAMP, Rows.number(1)));
    }
    var allReserved = new RocksEngine.Limits(LIMITS.cacheBytes(), Long.MAX_VALUE);
    try (Store store = new Store(folder, allReserved)) {
      assertThatThrownBy(
              () -> store.write(batch -> batch.put(Table.GROUPS, Keys.STAMP, Rows.number(2))))
          .isInstanceOfSatisfying(
              EngineException.class,
              e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.FULL));
      assertThat(store.get(Table.GROUPS, Keys.STAMP)).isEqualTo(Rows.number(1));
      store.writeIntoReserve(batch -> batch.delete(Table.GROUPS, Keys.STAMP));
      assertThat(store.get(Table.GROUPS, Keys.STAMP)).isNull();
    }
  }

  @Test
  void aFileInItsPlaceIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> RocksEngine.open(file, LIMITS)).isInstanceOf(EngineException.class);
  }

  @Test
  void aClosedEngineRefusesAndDoesNoHarm() {
    RocksEngine engine = RocksEngine.open(folder, LIMITS);
    engine.close();
    engine.close();
    assertThatThrownBy(() -> engine.inboxes().newest(new UserId(1, "a")))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.UNAVAILABLE));
    assertThatThrownBy(engine::newestStamp).isInstanceOf(EngineException.class);
  }
}
