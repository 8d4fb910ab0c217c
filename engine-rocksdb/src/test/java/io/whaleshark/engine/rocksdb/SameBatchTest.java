package io.whaleshark.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: commands get the same answers whether or not they share a batch. Method: pairs of commands
/// in one turn, where the second depends on a change by the first.
class SameBatchTest {

  private static final UserId ALICE = new UserId(1, "alice");
  private static final UserId BOB = new UserId(1, "bob");
  private static final ConversationId.Direct BOTH = ConversationId.Direct.between(ALICE, BOB);

  private RocksEngine engine;
  private Turns turns;

  @BeforeEach
  void open(@TempDir Path folder) {
    engine = RocksEngine.open(folder, new RocksEngine.Limits(8L << 20, 0));
    turns = new Turns(engine, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void anOldMessageIsReadWhileTheOtherSideSendsANewOne() {
    for (UserId reader : List.of(ALICE, BOB)) {
      UserId author = BOTH.peerOf(reader);
      turns.send(BOTH, author, "first to " + reader.name());
      turns.turn();
      long first = newest(reader);
      turns.send(BOTH, author, "second to " + reader.name());
      turns.read(BOTH, reader, first);
      assertThat(turns.turn()).hasSize(2).doesNotHaveAnyElementsOfTypes(Answer.Refused.class);
      assertThat(item(reader).membership().read()).isEqualTo(first);
      assertThat(item(reader).unread()).isEqualTo(1);
    }
  }

  @Test
  void aMessageIsReadInTheBatchThatSendsIt() {
    turns.send(BOTH, ALICE, "1");
    turns.send(BOTH, ALICE, "2");
    turns.read(BOTH, BOB, 1);
    turns.send(BOTH, BOB, "1");
    turns.read(BOTH, BOB, 2);
    turns.send(BOTH, ALICE, "3");
    assertThat(turns.turn()).hasSize(6).doesNotHaveAnyElementsOfTypes(Answer.Refused.class);
    assertThat(item(BOB).membership().read()).isEqualTo(2);
    assertThat(item(BOB).unread()).isEqualTo(1);
  }

  private long newest(UserId user) {
    return item(user).newestSequence();
  }

  private ConversationList.Item item(UserId user) {
    return engine.conversations().item(user, BOTH).orElseThrow();
  }
}
