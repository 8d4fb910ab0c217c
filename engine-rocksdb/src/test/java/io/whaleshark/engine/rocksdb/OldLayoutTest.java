package io.whaleshark.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.engine.ConversationList.Item;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a folder of an older layout is served completely and with today's counts. Method: rows as
/// layout 1 wrote them, including those of messages that it had deleted.
class OldLayoutTest {

  private static final RocksEngine.Limits LIMITS = new RocksEngine.Limits(8L << 20, 0);
  private static final UserId ALICE = new UserId(1, "alice");
  private static final UserId BOB = new UserId(1, "bob");
  private static final ConversationId.Direct BOTH = ConversationId.Direct.between(ALICE, BOB);
  private static final ConversationId.Group TEAM = new ConversationId.Group(1, "team");

  @TempDir Path folder;

  /// Alice says five things to Bob, of which he reads one, and two in the group.
  private long fill() {
    try (RocksEngine engine = RocksEngine.open(folder, LIMITS)) {
      Turns turns = new Turns(engine, Clock.systemUTC());
      turns.create(TEAM, List.of(ALICE, BOB));
      for (int i = 1; i <= 5; i++) {
        turns.send(BOTH, ALICE, "a" + i);
      }
      turns.send(TEAM, ALICE, "t1");
      turns.send(TEAM, ALICE, "t2");
      turns.read(BOTH, BOB, 1);
      turns.turn();
      return engine.newestStamp();
    }
  }

  /// Changes the folder to what expiry under layout 1 left behind.
  private void becomesLayout1(long expiredDirect, long expiredInGroup) {
    try (Store store = new Store(folder, LIMITS)) {
      expire(store, BOTH, expiredDirect);
      expire(store, TEAM, expiredInGroup);
      for (ConversationId conversation : List.of(BOTH, TEAM)) {
        for (UserId user : List.of(ALICE, BOB)) {
          byte[] key = Keys.participation(user, conversation);
          byte[] row = row(store, Table.LISTS, key);
          // The empty name and the zero at the end are new in layout 2.
          byte[] shorter = Arrays.copyOf(row, row.length - 2);
          store.write(batch -> batch.put(Table.LISTS, key, shorter));
        }
      }
      store.write(batch -> batch.put(Table.DEFAULT, Keys.FORMAT, Rows.number(1)));
    }
  }

  private static byte[] row(Store store, Table table, byte[] key) {
    return Optional.ofNullable(store.get(table, key)).orElseThrow();
  }

  private static void expire(Store store, ConversationId conversation, long upTo) {
    byte[] key = Keys.conversation(conversation);
    for (long sequence = 1; sequence <= upTo; sequence++) {
      byte[] log = Keys.numbered(key, sequence);
      byte[] row = row(store, Table.LOG, log);
      Message message = MessageRow.message(conversation, sequence, row);
      byte[] floor =
          new Encoder(40)
              .varint(sequence)
              .varint(message.stamp())
              .varint(MessageRow.lowSentOf(row, sequence))
              .varint(message.stamp())
              .toBytes();
      store.write(batch -> {
        batch.delete(Table.LOG, log);
        batch.delete(Table.SENT, Keys.sent(message.clientId()));
        batch.put(Table.FLOORS, key, floor);
      });
    }
  }

  private static Item item(RocksEngine engine, ConversationId conversation) {
    return engine.conversations().item(BOB, conversation).orElseThrow();
  }

  @Test
  void badgesLoseWhatHadExpiredAndTheNextPullSaysSo() {
    long cursor = fill();
    becomesLayout1(3, 2);
    List<Item> told;
    try (RocksEngine engine = RocksEngine.open(folder, LIMITS)) {
      assertThat(item(engine, BOTH).unread()).isEqualTo(2);
      assertThat(item(engine, TEAM).unread()).isZero();
      told = engine.conversations().changedAfter(BOB, cursor, 9);
      assertThat(told).hasSize(2);
      assertThat(engine.conversations().changedAfter(BOB, told.get(0).changedAt(), 9))
          .as("no two have one stamp")
          .containsExactly(told.get(1));
      assertThat(engine.newestStamp()).isEqualTo(told.get(1).changedAt());
      assertThat(engine.examine().named()).isEmpty();
    }
    try (RocksEngine engine = RocksEngine.open(folder, LIMITS)) {
      assertThat(engine.conversations().changedAfter(BOB, cursor, 9)).isEqualTo(told);
      Turns turns = new Turns(engine, Clock.systemUTC());
      turns.send(TEAM, ALICE, "t3");
      assertThat(turns.turn())
          .singleElement()
          .isInstanceOfSatisfying(
              Answer.Sent.class,
              sent -> {
                assertThat(sent.message().sequence()).isEqualTo(3);
                assertThat(sent.message().senderOrdinal()).isEqualTo(3);
              });
    }
    try (Store store = new Store(folder, LIMITS)) {
      assertThat(store.get(Table.DEFAULT, Keys.FORMAT)).isEqualTo(Rows.number(Store.FORMAT));
    }
  }

  @Test
  void upgradeThatBrokeOffGoesOn() {
    fill();
    becomesLayout1(1, 1);
    try (Store store = new Store(folder, LIMITS)) {
      assertThat(floor(store, BOTH).raisedAt()).isPositive();
      store.write(batch -> {
        batch.put(Table.DEFAULT, Keys.FORMAT, Rows.number(1));
        byte[] key = Keys.conversation(TEAM);
        batch.put(Table.FLOORS, key, Rows.floor(floor(store, TEAM).raisedAt(0)));
      });
    }
    try (Store store = new Store(folder, LIMITS)) {
      assertThat(floor(store, TEAM).raisedAt()).isGreaterThan(floor(store, BOTH).raisedAt());
    }
  }

  /// Layout 1 says a stamp where this one says a sequence.
  private static void hide(Store store, ConversationId conversation, long stamp) {
    byte[] key = Keys.participation(BOB, conversation);
    Participation shown = Rows.participation(BOB, conversation, row(store, Table.LISTS, key));
    byte[] hidden = Rows.participation(shown.hidden(stamp - 1, shown.changedAt()));
    store.write(batch -> batch.put(Table.LISTS, key, hidden));
  }

  private static long stamp(Store store, ConversationId conversation, long sequence) {
    byte[] key = Keys.numbered(Keys.conversation(conversation), sequence);
    return MessageRow.stampOf(row(store, Table.LOG, key));
  }

  @Test
  void hiddenStaysHiddenUntilTheNextMessageAndWhatCameBackStays() {
    fill();
    try (Store store = new Store(folder, LIMITS)) {
      hide(store, BOTH, stamp(store, BOTH, 5));
      hide(store, TEAM, stamp(store, TEAM, 1));
    }
    becomesLayout1(2, 2);
    try (RocksEngine engine = RocksEngine.open(folder, LIMITS)) {
      assertThat(item(engine, BOTH).isDeleted()).isTrue();
      assertThat(item(engine, BOTH).participation().hiddenUpTo()).isEqualTo(5);
      assertThat(item(engine, TEAM).isDeleted()).as("the second message has expired").isFalse();
      Turns turns = new Turns(engine, Clock.systemUTC());
      turns.send(BOTH, ALICE, "a6");
      turns.turn();
      assertThat(item(engine, BOTH).isDeleted()).isFalse();
    }
  }

  @Test
  void moreFloorsThanOneBatchGetAStampEach() {
    List<ConversationId.Group> groups =
        IntStream.range(0, 2_500).mapToObj(i -> new ConversationId.Group(1, "group" + i)).toList();
    try (Store store = new Store(folder, LIMITS)) {
      store.write(batch -> {
        for (ConversationId.Group group : groups) {
          batch.put(
              Table.FLOORS, Keys.conversation(group), Rows.floor(new Rows.Floor(1, 1, 0, 1, 0, 1)));
        }
        batch.put(Table.DEFAULT, Keys.FORMAT, Rows.number(1));
      });
    }
    try (Store store = new Store(folder, LIMITS)) {
      assertThat(groups.stream().map(group -> floor(store, group).raisedAt()))
          .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 2_500).boxed().toList());
      assertThat(row(store, Table.DEFAULT, Keys.STAMP)).isEqualTo(Rows.number(2_500));
    }
  }

  @Test
  void ofAFolderOfLayout6NobodyIsOnlineAndItsFollowersGoOn() {
    long newest = fill();
    try (Store store = new Store(folder, LIMITS)) {
      new RocksJournal(store).follow(Map.of(1, Set.of("backend")));
      store.write(batch -> batch.put(Table.DEFAULT, Keys.FORMAT, Rows.number(6)));
    }
    try (RocksEngine engine = RocksEngine.open(folder, LIMITS)) {
      engine.journal().follow(Map.of(1, Set.of("backend", "new")));
      assertThat(engine.newestStamp()).as("nobody goes").isEqualTo(newest);
      assertThat(engine.journal().position(1, "backend")).isEqualTo(newest);
      assertThat(engine.examine().named()).isEmpty();
    }
    try (Store store = new Store(folder, LIMITS)) {
      assertThat(row(store, Table.DEFAULT, Keys.FORMAT)).isEqualTo(Rows.number(Store.FORMAT));
    }
  }

  private static Rows.Floor floor(Store store, ConversationId conversation) {
    return Rows.floor(row(store, Table.FLOORS, Keys.conversation(conversation)));
  }
}
