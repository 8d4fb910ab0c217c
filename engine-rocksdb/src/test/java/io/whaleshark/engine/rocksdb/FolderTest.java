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
import org.rocksdb.WriteBatch;

/// Goal: a data folder is opened by one process that understands it, and closing never harms a
/// call. Method: open it wrongly in every way.
class FolderTest {

  private static final long CACHE_BYTES = 8L << 20;

  @TempDir Path folder;

  @Test
  void aFolderInUseIsRefused() {
    try (RocksEngine _ = RocksEngine.open(folder, CACHE_BYTES)) {
      assertThatThrownBy(() -> RocksEngine.open(folder, CACHE_BYTES))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("in use by another process");
    }
  }

  @Test
  void aNewerLayoutIsRefused() {
    try (Store store = new Store(folder, CACHE_BYTES);
        WriteBatch batch = new WriteBatch()) {
      store.put(batch, Table.DEFAULT, Keys.FORMAT, Rows.number(99));
      store.write(batch);
    }
    assertThatThrownBy(() -> RocksEngine.open(folder, CACHE_BYTES))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("has layout 99 (expected: at most 1)");
  }

  @Test
  void aFileInItsPlaceIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> RocksEngine.open(file, CACHE_BYTES))
        .isInstanceOf(EngineException.class);
  }

  @Test
  void aClosedEngineRefusesAndDoesNoHarm() {
    RocksEngine engine = RocksEngine.open(folder, CACHE_BYTES);
    engine.close();
    engine.close();
    assertThatThrownBy(() -> engine.inboxes().newest(new UserId(1, "a")))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.UNAVAILABLE));
    assertThatThrownBy(engine::newestStamp).isInstanceOf(EngineException.class);
  }
}
