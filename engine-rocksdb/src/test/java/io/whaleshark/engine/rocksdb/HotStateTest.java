package io.whaleshark.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Membership;
import io.whaleshark.core.engine.Message;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what is in memory stays right in the moment in which the store shows a commit and the
/// memory has not heard of it. Method: that moment held still, by rows that are written beside the
/// memory, or by a second memory that hears of a batch late.
class HotStateTest {

  private static final UserId ALICE = new UserId(1, "alice");
  private static final UserId BOB = new UserId(1, "bob");
  private static final ConversationId.Group TEAM = new ConversationId.Group(1, "team");

  private Store store;
  private RocksEngine engine;
  private Turns turns;

  @BeforeEach
  void open(@TempDir Path folder) {
    store = new Store(folder, new RocksEngine.Limits(8L << 20, 0));
    engine = new RocksEngine(store);
    turns = new Turns(engine, Clock.systemUTC());
    turns.create(TEAM, List.of(ALICE, BOB));
    turns.send(TEAM, ALICE, "1");
    turns.turn();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private Message message(long sequence) {
    return engine.messages().message(TEAM, sequence).orElseThrow();
  }

  private Membership period(UserId user) {
    return engine.memberships().periods(TEAM, user).getLast();
  }

  private static byte[] key(Membership period) {
    byte[] member = Keys.inConversation(Keys.conversation(TEAM), period.user());
    return Keys.numbered(member, period.joined());
  }

  @Test
  @DisplayName("P8 a read count is right while the author's own read is being committed")
  void authorIsNotTakenOffBeforeBeingCounted() {
    assertThat(engine.memberships().readCount(message(1))).isZero();
    Membership read = period(ALICE).readUpTo(1, 1, engine.newestStamp() + 1);
    store.write(batch -> batch.put(Table.MEMBERS, key(read), Rows.membership(read)));
    assertThat(engine.memberships().readCount(message(1))).isZero();
  }
}
