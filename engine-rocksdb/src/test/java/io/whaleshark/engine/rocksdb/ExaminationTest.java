package io.whaleshark.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.engine.Directory;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Profile;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Tally;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Goal: an examination names what is not as promised, and nothing else. Method: a folder with
/// something of everything, examined as it is, then with one row after another spoiled.
class ExaminationTest {

  private static final RocksEngine.Limits LIMITS = new RocksEngine.Limits(8L << 20, 0);
  private static final UserId ALICE = new UserId(1, "alice");
  private static final UserId BOB = new UserId(1, "bob");
  private static final UserId CAROL = new UserId(1, "carol");
  private static final ConversationId.Direct BOTH = ConversationId.Direct.between(ALICE, BOB);
  private static final ConversationId.Group TEAM = new ConversationId.Group(1, "team");
  private static final byte[] BOTH_KEY = Keys.conversation(BOTH);
  private static final byte[] TEAM_KEY = Keys.conversation(TEAM);
  private static final byte[] LIST_ROW = Rows.participation(Participation.entered(CAROL, BOTH, 1));
  private static final byte[] PINNED = Rows.number(1);
  private static final byte[] ONCE = Rows.tally(Tally.none(1).with("+1"));
  private static final byte[] SENT_KEY = Keys.sent(new ClientMessageId(ALICE, "a1"));

  @TempDir Path folder;

  /// A way to spoil a folder, and the promise that is then broken.
  record Spoiled(String promise, String what, Consumer<Store> by) {
    @Override
    public String toString() {
      return promise + " " + what;
    }
  }

  private static Spoiled deleted(String promise, String what, Table table, byte[] key) {
    return new Spoiled(
        promise,
        what,
        store -> store.write(batch -> batch.delete(table, existing(store, table, key))));
  }

  private static Spoiled put(String promise, String what, Table table, byte[] key, byte[] value) {
    return new Spoiled(promise, what, store -> store.write(batch -> batch.put(table, key, value)));
  }

  private static byte[] existing(Store store, Table table, byte[] key) {
    assertThat(store.get(table, key)).as("the row that is to be spoiled").isNotNull();
    return key;
  }

  private static byte[] period(ConversationId conversation, UserId user, long joined) {
    return Keys.numbered(Keys.inConversation(Keys.conversation(conversation), user), joined);
  }

  /// Rows that no engine writes: what they say cannot be, or they end too early.
  static final List<Spoiled> IMPOSSIBLE =
      List.of(
          put(
              "P6",
              "more read than received",
              Table.MEMBERS,
              period(BOTH, BOB, 0),
              periodRow(2, 1)),
          put("P6", "half a period", Table.MEMBERS, period(BOTH, BOB, 0), new byte[] {0}),
          put("P9", "a period of nothing", Table.MEMBERS, new byte[] {0}, periodRow(0, 0)),
          put("P1", "half a message", Table.LOG, Keys.numbered(BOTH_KEY, 2), new byte[9]),
          put("P1", "a message of no time", Table.LOG, Keys.numbered(BOTH_KEY, 2), new byte[64]),
          put("P9", "half a group", Table.GROUPS, TEAM_KEY, new byte[] {0}),
          put("P1", "half a floor", Table.FLOORS, BOTH_KEY, new byte[] {0}),
          put("P3", "a place nowhere", Table.SENT, SENT_KEY, new byte[] {0}),
          put("P9", "half a pin", Table.PINS, Keys.numbered(BOTH_KEY, 1), new byte[] {0}),
          put("P9", "half a tally", Table.TALLIES, Keys.numbered(BOTH_KEY, 1), new byte[] {9}),
          put("P9", "half a reaction", Table.REACTIONS, Keys.numbered(BOTH_KEY, 1), new byte[0]),
          put("P4", "a recall of nothing", Table.MOVED, new byte[] {0}, Rows.number(1)),
          put("P1", "half a session", Table.JOURNAL, Keys.sessions(ALICE), new byte[] {0}),
          put("P9", "a list of nobody", Table.LISTS, new byte[] {0}, new byte[] {0}));

  private static byte[] periodRow(long read, long received) {
    return new Encoder(8).varint(0).varint(read).varint(received).varint(0).varint(1).toBytes();
  }

  private static final Profile PROFILE = new Profile(ALICE, "Alice", "", "", 1);

  static final List<Spoiled> SPOILED =
      List.of(
          deleted("P2", "a message is gone", Table.LOG, Keys.numbered(BOTH_KEY, 2)),
          deleted("P3", "an id is gone", Table.SENT, Keys.sent(new ClientMessageId(ALICE, "a1"))),
          put(
              "P3",
              "an id without a message",
              Table.SENT,
              Keys.sent(new ClientMessageId(ALICE, "never")),
              Rows.place(BOTH_KEY, 99)),
          put("P4", "the stamp went back", Table.DEFAULT, Keys.STAMP, Rows.number(1)),
          put(
              "P4",
              "a recall of what was not",
              Table.MOVED,
              Keys.numbered(BOTH_KEY, 5),
              Rows.number(1)),
          put(
              "P6",
              "read beyond the newest",
              Table.MEMBERS,
              period(BOTH, BOB, 0),
              Rows.membership(
                  new Membership(
                      BOTH, BOB, 0, Membership.OPEN, 50, 50, 0, Membership.Standing.PLAIN, 1))),
          put(
              "P8",
              "own messages miscounted",
              Table.MEMBERS,
              period(BOTH, BOB, 0),
              Rows.membership(
                  new Membership(
                      BOTH, BOB, 0, Membership.OPEN, 2, 2, 2, Membership.Standing.PLAIN, 1))),
          put(
              "P8",
              "a member from before changes an audience",
              Table.MEMBERS,
              period(TEAM, new UserId(1, "dave"), 0),
              Rows.membership(
                  new Membership(
                      TEAM,
                      new UserId(1, "dave"),
                      0,
                      Membership.OPEN,
                      0,
                      0,
                      0,
                      Membership.Standing.PLAIN,
                      1))),
          put(
              "P8",
              "joined without having left",
              Table.MEMBERS,
              period(TEAM, BOB, 1),
              Rows.membership(
                  new Membership(
                      TEAM, BOB, 1, Membership.OPEN, 1, 1, 0, Membership.Standing.PLAIN, 1))),
          deleted(
              "P8",
              "a group message is not counted",
              Table.OWN,
              Keys.numbered(Keys.inConversation(TEAM_KEY, ALICE), 1)),
          put(
              "P8",
              "members miscounted",
              Table.GROUPS,
              TEAM_KEY,
              Rows.group(new Group(TEAM, "a group", ALICE, 7, false, 1))),
          put("P9", "a tombstone is pinned", Table.PINS, Keys.numbered(BOTH_KEY, 3), PINNED),
          put("P9", "a pin of nothing", Table.PINS, Keys.numbered(BOTH_KEY, 99), PINNED),
          put("P9", "a tombstone has a tally", Table.TALLIES, Keys.numbered(BOTH_KEY, 3), ONCE),
          put("P9", "a tally of nobody", Table.TALLIES, Keys.numbered(BOTH_KEY, 2), ONCE),
          put(
              "P9",
              "a tally without signs",
              Table.TALLIES,
              Keys.numbered(BOTH_KEY, 2),
              new byte[0]),
          put(
              "P9",
              "a reaction that is not counted",
              Table.REACTIONS,
              Keys.reaction(BOTH_KEY, new Reaction(2, "+1", ALICE)),
              new byte[0]),
          put(
              "P9",
              "a profile that no search finds",
              Table.PROFILES,
              Keys.user(ALICE),
              Rows.profile(PROFILE)),
          put(
              "P9",
              "a name that is nobody's",
              Table.PROFILE_NAMES,
              Keys.profileName(ALICE.app(), Directory.Place.of(PROFILE)),
              new byte[0]),
          deleted("P9", "the group is gone", Table.GROUPS, TEAM_KEY),
          deleted("P9", "not in the list", Table.LISTS, Keys.participation(ALICE, BOTH)),
          new Spoiled(
              "P9",
              "messages without members",
              store ->
                  store.write(
                      batch -> batch.deleteRange(Table.MEMBERS, BOTH_KEY, Keys.behind(BOTH_KEY)))));

  private void fill() {
    try (RocksEngine engine = RocksEngine.open(folder, LIMITS)) {
      Turns turns = new Turns(engine, Clock.systemUTC());
      turns.send(BOTH, ALICE, "a1");
      turns.send(BOTH, BOB, "b1");
      turns.send(BOTH, ALICE, "a2");
      turns.read(BOTH, BOB, 2);
      turns.recall(BOTH, ALICE, 3);
      turns.edit(BOTH, ALICE, 1, "1");
      turns.turn();
      turns.edit(BOTH, ALICE, 1, "2");
      turns.create(TEAM, List.of(ALICE, BOB, CAROL));
      turns.send(TEAM, ALICE, "t1");
      turns.remove(TEAM, CAROL);
      turns.send(TEAM, BOB, "t2");
      turns.add(TEAM, CAROL);
      turns.send(TEAM, CAROL, "t3");
      turns.read(TEAM, BOB, 3);
      turns.turn();
    }
  }

  private Diagnosis examine() {
    try (RocksEngine engine = RocksEngine.open(folder, LIMITS)) {
      return engine.examine();
    }
  }

  @Test
  void whatIsAsPromisedIsHealthy() {
    fill();
    assertThat(examine()).isEqualTo(new Diagnosis(2, 6, 6, 0, List.of()));
  }

  @ParameterizedTest
  @FieldSource("SPOILED")
  void whatIsNotIsNamed(Spoiled spoiled) {
    fill();
    try (Store store = new Store(folder, LIMITS)) {
      spoiled.by().accept(store);
    }
    Diagnosis diagnosis = examine();
    assertThat(diagnosis.isHealthy()).isFalse();
    assertThat(diagnosis.named()).anyMatch(fault -> fault.startsWith(spoiled.promise() + " "));
  }

  @ParameterizedTest
  @FieldSource("IMPOSSIBLE")
  void whatCannotBeIsNamedAndTheRestIsLookedAt(Spoiled spoiled) {
    fill();
    try (Store store = new Store(folder, LIMITS)) {
      spoiled.by().accept(store);
      // Found by the last look of all.
      store.write(batch -> batch.put(Table.LISTS, Keys.participation(CAROL, BOTH), LIST_ROW));
    }
    assertThat(examine().named())
        .anyMatch(fault -> fault.startsWith(spoiled.promise() + " ") && fault.contains("a row "))
        .anyMatch(fault -> fault.contains("in the list of " + CAROL));
  }

  @Test
  void aReadThatMeetsWhatCannotBeFailsAsTheEngineDoes() {
    fill();
    try (Store store = new Store(folder, LIMITS)) {
      store.write(batch -> {
        batch.put(Table.MEMBERS, period(BOTH, BOB, 0), periodRow(2, 1));
        batch.put(Table.LOG, Keys.numbered(BOTH_KEY, 3), new byte[64]);
      });
    }
    try (RocksEngine engine = RocksEngine.open(folder, LIMITS)) {
      List<ThrowingCallable> reads =
          List.of(
              () -> engine.memberships().periods(BOTH, BOB),
              () -> engine.messages().after(BOTH, 0, Long.MAX_VALUE, PageLimit.of(9)),
              () -> engine.conversations().item(ALICE, BOTH));
      assertThat(reads)
          .allSatisfy(read ->
              assertThatThrownBy(read)
                  .isInstanceOfSatisfying(
                      EngineException.class,
                      e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.CORRUPT)));
    }
  }

  @Test
  void aCopyHasAllThatWasCommittedAndNothingLater(@TempDir Path elsewhere) {
    fill();
    Path copy = elsewhere.resolve("copy");
    try (RocksEngine engine = RocksEngine.open(folder, LIMITS)) {
      engine.copyTo(copy);
      Turns turns = new Turns(engine, Clock.systemUTC());
      turns.send(BOTH, ALICE, "later");
      turns.turn();
    }
    try (RocksEngine engine = RocksEngine.open(copy, LIMITS)) {
      assertThat(engine.examine()).isEqualTo(new Diagnosis(2, 6, 6, 0, List.of()));
    }
  }
}
