package io.whaleshark.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: nothing is answered before the disk has it (P1). A killed process cannot show that: what
/// it wrote, synced or not, stays with the operating system. Method: RocksDB's own count of syncs
/// of the write-ahead log, before and after each batch that was answered.
class SyncTest {

  private static final int BATCHES = 50;
  private static final UserId ALICE = new UserId(1, "alice");
  private static final UserId BOB = new UserId(1, "bob");
  private static final ConversationId.Direct BOTH = ConversationId.Direct.between(ALICE, BOB);
  private static final Pattern SYNCS = Pattern.compile("Cumulative WAL: \\d+ writes, (\\d+) syncs");

  @TempDir Path folder;

  @Test
  void everyAnsweredBatchWasSynced() {
    try (Store store = new Store(folder, new RocksEngine.Limits(8L << 20, 0))) {
      Turns turns = new Turns(new RocksEngine(store), Clock.systemUTC());
      for (int batch = 1; batch <= BATCHES; batch++) {
        long before = syncs(store);
        turns.send(BOTH, ALICE, "a" + batch);
        turns.send(BOTH, ALICE, "b" + batch);
        assertThat(turns.turn()).hasSize(2).hasOnlyElementsOfType(Answer.Sent.class);
        assertThat(syncs(store)).as("syncs after batch %d", batch).isGreaterThan(before);
        long beforeRead = syncs(store);
        turns.read(BOTH, BOB, 2L * batch);
        assertThat(turns.turn()).isEqualTo(List.of(Answer.DONE));
        assertThat(syncs(store)).as("syncs after read %d", batch).isGreaterThan(beforeRead);
      }
    }
  }

  private static long syncs(Store store) {
    Matcher found = SYNCS.matcher(store.statistics());
    assertThat(found.find()).as("RocksDB counts syncs").isTrue();
    return Long.parseLong(found.group(1));
  }
}
