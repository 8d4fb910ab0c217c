package io.whaleshark.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.reading.ListRows;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: own messages of a direct conversation are counted up to where the port says, and nowhere
/// else. Method: four messages, of which one has expired.
class RocksListRowsTest {

  private static final UserId ALICE = new UserId(1, "alice");
  private static final UserId BOB = new UserId(1, "bob");
  private static final ConversationId.Direct BOTH = ConversationId.Direct.between(ALICE, BOB);

  @Test
  void ownMessagesUpToTheFloorAndTheEnd(@TempDir Path folder) {
    Store store = new Store(folder, new RocksEngine.Limits(8L << 20, 0));
    try (RocksEngine engine = new RocksEngine(store)) {
      Turns turns = new Turns(engine, Clock.systemUTC());
      turns.send(BOTH, ALICE, "1");
      turns.send(BOTH, BOB, "2");
      turns.send(BOTH, ALICE, "3");
      turns.send(BOTH, BOB, "4");
      turns.turn();
      long stamp = engine.newestStamp() + 1;
      try (Transaction raise = engine.begin(Announcement.NOTHING)) {
        raise.commit(List.of(new Change.FloorRaised(BOTH, 1, stamp)), List.of(), stamp);
      }
      try (View view = store.snapshot()) {
        ListRows rows = new RocksListRows(view, Participation.entered(ALICE, BOTH, 1));
        assertThat(rows.sent(1)).isEqualTo(1);
        assertThat(rows.sent(4)).isEqualTo(2);
        assertThatThrownBy(() -> rows.sent(2)).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }
}
