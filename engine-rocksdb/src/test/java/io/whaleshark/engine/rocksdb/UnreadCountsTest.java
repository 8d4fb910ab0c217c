package io.whaleshark.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.ConversationList.Unread;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Participation;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what is remembered of earlier counts is never told once it is not true any more. Method:
/// what is told is compared with what was counted anew, step by step and from another thread.
class UnreadCountsTest {

  private static final UserId ALICE = new UserId(1, "alice");
  private static final UserId BOB = new UserId(1, "bob");
  private static final UserId CAROL = new UserId(1, "carol");
  private static final ConversationId.Direct WITH_BOB = ConversationId.Direct.between(ALICE, BOB);
  private static final ConversationId.Direct WITH_CAROL =
      ConversationId.Direct.between(ALICE, CAROL);
  private static final ConversationId.Group TEAM = new ConversationId.Group(1, "team");

  @TempDir Path folder;
  private Store store;
  private RocksEngine engine;
  private Turns turns;
  private int sent;

  @BeforeEach
  void open() {
    store = new Store(folder, new RocksEngine.Limits(8L << 20, 0));
    engine = new RocksEngine(store);
    turns = new Turns(engine, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void send(ConversationId conversation, UserId sender) {
    turns.send(conversation, sender, "m" + ++sent);
  }

  private Unread told() {
    return engine.conversations().unread(ALICE);
  }

  private Unread countedAnew() {
    return new UnreadCounts(store, new ConversationVersions()).of(ALICE);
  }

  private void tells(long ringing, long muted) {
    assertThat(told()).isEqualTo(new Unread(ringing, muted)).isEqualTo(countedAnew());
    assertThat(told()).isEqualTo(new Unread(ringing, muted)); // from memory alone
  }

  @Test
  void everyChangeIsSeenAtOnce() {
    tells(0, 0);
    send(WITH_BOB, BOB);
    turns.turn();
    tells(1, 0);
    send(WITH_CAROL, CAROL);
    send(WITH_CAROL, CAROL);
    turns.turn();
    tells(3, 0);
    turns.read(WITH_CAROL, ALICE, 1);
    turns.turn();
    tells(2, 0);
    turns.create(TEAM, List.of(BOB, ALICE));
    send(TEAM, BOB);
    turns.turn();
    tells(3, 0);
    turns.remove(TEAM, ALICE);
    send(TEAM, BOB);
    turns.turn();
    tells(3, 0);
    put(new Change.ParticipationPut(muted(WITH_BOB)));
    tells(2, 1);
    put(new Change.FloorRaised(WITH_CAROL, 2, engine.newestStamp() + 1));
    tells(1, 1);
  }

  private Participation muted(ConversationId conversation) {
    return new Participation(
        ALICE,
        conversation,
        false,
        true,
        Participation.SHOWN,
        Participation.Left.NEVER,
        Participation.Unshared.NOTHING,
        Participation.Erased.NOTHING,
        engine.newestStamp() + 1);
  }

  private void put(Change change) {
    long stamp = engine.newestStamp() + 1;
    try (var transaction = engine.begin(Announcement.NOTHING)) {
      transaction.commit(List.of(change), List.of(), stamp);
    }
  }

  @Test
  @DisplayName("a sum is of one instant while commits go on")
  void oneInstant() throws Exception {
    send(WITH_BOB, BOB);
    turns.turn();
    send(WITH_CAROL, CAROL);
    turns.read(WITH_BOB, ALICE, 1);
    turns.turn();
    AtomicBoolean isOver = new AtomicBoolean();
    FutureTask<Long> looks =
        new FutureTask<>(() -> {
          long looked = 0;
          do {
            assertThat(told().ringing()).isEqualTo(1);
            looked++;
          } while (!isOver.get());
          return looked;
        });
    Thread looking = Thread.ofPlatform().start(looks);
    try {
      for (int i = 2; i < 400; i++) { // one message is unread after each commit
        send(WITH_BOB, BOB);
        turns.read(WITH_CAROL, ALICE, i - 1);
        turns.turn();
        send(WITH_CAROL, CAROL);
        turns.read(WITH_BOB, ALICE, i);
        turns.turn();
      }
    } finally {
      isOver.set(true);
      looking.join();
    }
    assertThat(looks.get()).isPositive();
  }

  @Test
  @DisplayName("what a failed commit may have changed is counted anew")
  void failedCommit() {
    send(WITH_BOB, BOB);
    turns.turn();
    tells(1, 0);
    // A floor above the end: the commit is refused while its rows are made.
    assertThatThrownBy(() -> put(new Change.FloorRaised(WITH_BOB, 9, engine.newestStamp() + 1)))
        .isInstanceOf(IllegalStateException.class);
    // Stored behind the engine's back, as a write may be whose failure was reported.
    Membership read = Membership.open(WITH_BOB, ALICE, 0, 0, 1).readUpTo(1, 0, 1);
    byte[] row = Keys.numbered(Keys.inConversation(Keys.conversation(WITH_BOB), ALICE), 0);
    store.write(batch -> batch.put(Table.MEMBERS, row, Rows.membership(read)));
    tells(0, 0);
  }

  @Test
  void whoIsForgottenIsCountedAnew() {
    send(WITH_BOB, BOB);
    send(WITH_CAROL, CAROL);
    turns.turn();
    UnreadCounts few = new UnreadCounts(store, new ConversationVersions(), 2);
    for (int i = 0; i < 2; i++) {
      assertThat(few.of(ALICE)).isEqualTo(new Unread(2, 0));
      assertThat(few.of(BOB)).isEqualTo(Unread.NONE);
      assertThat(few.of(CAROL)).isEqualTo(Unread.NONE);
    }
  }
}
