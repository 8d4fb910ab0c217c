package io.whaleshark.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import java.nio.file.Path;
import java.time.Clock;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the state in memory stays correct between a commit becoming visible in the store and the
/// memory applying it. Method: that moment is held still, by rows written without telling the
/// memory, or by a second memory that applies a batch late.
class HotStateTest {

  private static final UserId ALICE = new UserId(1, "alice");
  private static final UserId BOB = new UserId(1, "bob");
  private static final UserId CAROL = new UserId(1, "carol");
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

  /// Commits changes, and applies them to a memory that loaded the group after the commit.
  private HotState lateAfter(List<Change> changes) {
    HotState late = new HotState(store);
    try (RocksTransaction transaction = begin(new HotState(store))) {
      transaction.commit(changes, List.of(), engine.newestStamp() + changes.size());
    }
    late.group(TEAM);
    late.apply(changes, engine.newestStamp());
    return late;
  }

  /// The read count of each message up to the newest, as a memory computes it.
  private static List<Long> readCounts(HotState hot) {
    return LongStream.rangeClosed(1, hot.group(TEAM).head().sequence())
        .mapToObj(sequence -> hot.group(TEAM).readers(sequence, CAROL).count())
        .toList();
  }

  @Test
  @DisplayName("P8 two reads of one batch, heard of when the last one was known")
  void earlierReadIsNotTakenInAfterTheLater() {
    turns.send(TEAM, ALICE, "2");
    turns.send(TEAM, ALICE, "3");
    turns.read(TEAM, ALICE, 2);
    turns.turn();
    long stamp = engine.newestStamp();
    Membership once = period(BOB).readUpTo(1, 0, stamp + 1);
    Membership twice = once.readUpTo(3, 0, stamp + 2);
    HotState late =
        lateAfter(List.of(new Change.MembershipPut(once), new Change.MembershipPut(twice)));
    assertThat(readCounts(late)).containsExactly(2L, 2L, 1L).isEqualTo(readCounts(fresh()));
  }

  @Test
  @DisplayName("P8 a member who leaves and comes back in one batch, heard of when both was known")
  void periodsAreNotTakenInTwice() {
    turns.read(TEAM, BOB, 1);
    turns.turn();
    turns.send(TEAM, ALICE, "2");
    turns.turn();
    long stamp = engine.newestStamp();
    Membership left = period(BOB).close(2, stamp + 1);
    Membership back = Membership.open(TEAM, BOB, 2, 0, stamp + 2);
    HotState late =
        lateAfter(List.of(new Change.MembershipPut(left), new Change.MembershipPut(back)));
    assertThat(readCounts(late)).containsExactly(1L, 0L).isEqualTo(readCounts(fresh()));
    assertThat(late.group(TEAM).newestPeriod(BOB)).contains(back);
  }

  @Test
  void groupIsAsItWasPutLastInItsBatch() {
    Group now = engine.memberships().group(TEAM).orElseThrow();
    long stamp = engine.newestStamp();
    Group once = new Group(TEAM, "once", ALICE, 2, false, stamp + 1);
    Group twice = new Group(TEAM, "twice", ALICE, 2, false, stamp + 2);
    HotState late = lateAfter(List.of(new Change.GroupPut(once), new Change.GroupPut(twice)));
    assertThat(late.group(TEAM).group()).contains(twice);
    late.apply(List.of(new Change.GroupPut(now)), engine.newestStamp());
    assertThat(late.group(TEAM).group()).contains(twice);
  }

  private RocksTransaction begin(HotState hot) {
    return new RocksTransaction(
        store,
        hot,
        new ConversationVersions(),
        new RocksJournal(store),
        new ReentrantLock(),
        List.of());
  }

  private HotState fresh() {
    return new HotState(store);
  }

  /// Changes that can be gone through twice, to say that they change and to write them: applying
  /// them in memory fails.
  private static final class OnlyTwice extends AbstractList<Change> {
    private final List<Change> changes;
    private int uses;

    OnlyTwice(Change... changes) {
      this.changes = List.of(changes);
    }

    @Override
    public Iterator<Change> iterator() {
      if (++uses > 2) {
        throw new IllegalStateException("changes: gone through three times (expected: twice)");
      }
      return changes.iterator();
    }

    @Override
    public Change get(int index) {
      return changes.get(index);
    }

    @Override
    public int size() {
      return changes.size();
    }
  }

  @Test
  @DisplayName("P2 a head that was stored and not taken in is read again, not counted on from")
  void whatCouldNotBeTakenInIsForgotten() {
    long stamp = engine.newestStamp() + 1;
    Message first = message(1);
    Message second =
        new Message(
            TEAM, 2, stamp, new ClientMessageId(ALICE, "2"), first.content(), 2, first.audience());
    HotState hot = fresh();
    try (RocksTransaction transaction = begin(hot)) {
      assertThat(transaction.head(TEAM).sequence()).isEqualTo(1);
      OnlyTwice changes = new OnlyTwice(new Change.MessageAppended(second));
      assertThatThrownBy(() -> transaction.commit(changes, List.of(), stamp))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(message(2)).isEqualTo(second);
    try (RocksTransaction next = begin(hot)) {
      assertThat(next.head(TEAM)).isEqualTo(new Head(2, stamp));
    }
  }

  @Test
  @DisplayName("P10 floors that rise load no group and push none out")
  void floorsPushNothingOut() {
    HotState hot = fresh();
    GroupState team = hot.group(TEAM);
    List<ConversationId.Group> others =
        IntStream.rangeClosed(0, HotState.GROUPS_AT_MOST)
            .mapToObj(i -> new ConversationId.Group(1, "other" + i))
            .toList();
    store.write(batch -> {
      for (ConversationId.Group other : others) {
        Group group = new Group(other, "", ALICE, 0, false, 1);
        batch.put(Table.GROUPS, Keys.conversation(other), Rows.group(group));
      }
    });
    for (ConversationId.Group other : others) {
      assertThat(hot.floor(other)).isEqualTo(Rows.Floor.NONE);
    }
    assertThat(hot.group(TEAM)).isSameAs(team);
  }

  @Test
  @DisplayName("P10 groups that do not exist push out none that does")
  void madeUpNamesPushNothingOut() {
    HotState hot = fresh();
    GroupState team = hot.group(TEAM);
    for (int i = 0; i <= HotState.GROUPS_AT_MOST; i++) {
      assertThat(hot.group(new ConversationId.Group(1, "none" + i)).exists()).isFalse();
    }
    assertThat(hot.group(TEAM)).isSameAs(team);
  }
}
