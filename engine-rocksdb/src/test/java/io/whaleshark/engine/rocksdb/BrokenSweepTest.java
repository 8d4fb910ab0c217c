package io.whaleshark.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a deletion that was interrupted at any point is completed by the next one. Method: a lock
/// that fails before or after the messages' rows are deleted simulates a crash there.
class BrokenSweepTest {

  private static final UserId ALICE = new UserId(1, "alice");
  private static final UserId BOB = new UserId(1, "bob");
  private static final ConversationId.Direct BOTH = ConversationId.Direct.between(ALICE, BOB);

  private Store store;
  private RocksEngine engine;

  /// Two recalled messages have expired, of which the second was recalled last; a third has not.
  @BeforeEach
  void fill(@TempDir Path folder) {
    store = new Store(folder, new RocksEngine.Limits(8L << 20, 0));
    engine = new RocksEngine(store);
    Turns turns = new Turns(engine, Clock.systemUTC());
    for (String id : List.of("1", "2", "3")) {
      turns.send(BOTH, ALICE, id);
    }
    turns.recall(BOTH, ALICE, 1);
    turns.recall(BOTH, ALICE, 2);
    turns.turn();
    long stamp = engine.newestStamp() + 1;
    try (Transaction raise = engine.begin(Announcement.NOTHING)) {
      raise.commit(List.of(new Change.FloorRaised(BOTH, 2, stamp)), List.of(), stamp);
    }
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void breaksOff(ReentrantLock lock) {
    assertThatThrownBy(() -> new RocksRetention(store, lock).delete(BOTH))
        .isInstanceOf(CrashException.class);
  }

  @Test
  void afterTheMessagesWereDeleted() {
    breaksOff(
        new ReentrantLock() {
          @Override
          public void unlock() {
            throw new CrashException();
          }
        });
    engine.retention().delete(BOTH);
    assertThatTheRestIsThere();
  }

  @Test
  void beforeTheMessagesWereDeleted() {
    breaksOff(
        new ReentrantLock() {
          @Override
          public void lock() {
            throw new CrashException();
          }
        });
    assertThat(engine.examine().named()).isEmpty();
    assertThat(engine.retention().delete(BOTH)).isEqualTo(2);
    assertThatTheRestIsThere();
  }

  private void assertThatTheRestIsThere() {
    assertThat(sequences(Table.LOG, false)).containsExactly(3L);
    assertThat(sequences(Table.MOVED, true))
        .as("the newest recall stays: inboxes reach that far")
        .containsExactly(2L);
    assertThat(engine.examine().named()).isEmpty();
  }

  private List<Long> sequences(Table table, boolean inValue) {
    byte[] key = Keys.conversation(BOTH);
    List<Long> found = new ArrayList<>();
    try (View view = store.current()) {
      Cursor rows = view.cursor(table);
      for (boolean there = rows.seek(key, key); there; there = rows.next(key)) {
        found.add(inValue ? Rows.number(rows.value()) : rows.number());
      }
    }
    return found;
  }

  /// The process ends here.
  private static final class CrashException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
