package io.whaleshark.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.engine.JournalEntry;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.news.News;
import io.whaleshark.testkit.JournalContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The embedded engine's journal, and what becomes of rows that nobody needs.
class RocksJournalTest extends JournalContract {

  private static final UserId ALICE = new UserId(1, "alice");
  private static final long SECOND = 1_000_000;
  private static final long WEEK = 7 * 86_400 * SECOND;

  @Override
  protected Engine open(Path folder) {
    return RocksEngine.open(folder, new RocksEngine.Limits(8L << 20, 0));
  }

  @Override
  protected Journal journal(Engine opened) {
    return ((RocksEngine) opened).journal();
  }

  private static void add(Store store, RocksJournal journal, long stamp) {
    var both = ConversationId.Direct.between(ALICE, new UserId(1, "bob"));
    var read =
        new News.ReadAdvanced(ALICE, both, News.Audience.ALL, 0, 1, 0, true, new SessionId(1));
    store.write(batch -> {
      journal.add(batch, List.of(read), stamp);
      new RowWrites(batch).newestStamp(stamp);
    });
  }

  private static int rows(RocksJournal journal) {
    return journal.after(1, 0, 1_000).entries().size();
  }

  @Test
  void rowsAreKeptForAWeekWhoeverHasThem(@TempDir Path folder) {
    try (Store store = new Store(folder, new RocksEngine.Limits(8L << 20, 0))) {
      RocksJournal journal = new RocksJournal(store);
      journal.follow(Map.of(1, Set.of("quick", "slow")));
      for (int i = 1; i <= 100; i++) {
        add(store, journal, i * SECOND);
      }
      journal.advance(1, "quick", 0, 100 * SECOND);
      journal.advance(1, "slow", 0, 100 * SECOND);
      assertThat(rows(journal)).isEqualTo(100);
      add(store, journal, 60 * SECOND + WEEK);
      journal.advance(1, "slow", 100 * SECOND, 100 * SECOND);
      assertThat(rows(journal)).isEqualTo(41);
      assertThat(journal.after(1, 60 * SECOND, 1).isWhole()).isTrue();
      assertThat(journal.after(1, 59 * SECOND, 1).isWhole()).isFalse();
      assertThat(journal.rewind(1, "quick", 70 * SECOND))
          .isEqualTo(new Journal.Rewound(70 * SECOND, 0));
      assertThat(journal.rewind(1, "quick", 40 * SECOND))
          .as("20 of them are gone")
          .isEqualTo(new Journal.Rewound(40 * SECOND, 60 * SECOND));
    }
  }

  @Test
  void readsThatNobodyElseMayLearnOfTakeNoPlaceOfOthers(@TempDir Path folder) {
    UserId bob = new UserId(1, "bob");
    var both = ConversationId.Direct.between(ALICE, bob);
    SessionId by = new SessionId(1);
    var unshared = new News.ReadAdvanced(bob, both, News.Audience.OWN_DEVICES, 2, 5, 0, true, by);
    var shared = new News.ReadAdvanced(ALICE, both, News.Audience.ALL, 0, 1, 3, true, by);
    try (Store store = new Store(folder, new RocksEngine.Limits(8L << 20, 0))) {
      RocksJournal journal = new RocksJournal(store);
      journal.follow(Map.of(1, Set.of("push.apns")));
      store.write(batch -> journal.add(batch, List.of(unshared, shared), SECOND));
      assertThat(journal.after(1, 0, 1).entries())
          .containsExactly(
              new Journal.Recorded(SECOND, 0, new JournalEntry.ReadAdvanced(ALICE, both, 0, 1, 3)),
              new Journal.Recorded(SECOND, 1, new JournalEntry.ReadUnshared(bob, both, 2, 5)));
    }
  }

  @Test
  void sendsThatAreLeftOutAreNotLookedUp(@TempDir Path folder) {
    var both = ConversationId.Direct.between(ALICE, new UserId(1, "bob"));
    SessionId by = new SessionId(1);
    Message nowhere =
        new Message(
            both,
            1,
            SECOND,
            SECOND / 1_000,
            new ClientMessageId(ALICE, "m"),
            new Message.Sent(Payload.ofText("hi"), Payload.NONE),
            1,
            1);
    var read = new News.ReadAdvanced(ALICE, both, News.Audience.ALL, 0, 1, 3, true, by);
    try (Store store = new Store(folder, new RocksEngine.Limits(8L << 20, 0))) {
      RocksJournal journal = new RocksJournal(store);
      journal.follow(Map.of(1, Set.of("backend")));
      List<News> news = List.of(new News.MessageSent(nowhere, by, false), read);
      store.write(batch -> journal.add(batch, news, SECOND));
      assertThat(journal.after(1, 0, 1).isWhole()).as("its log has no such message").isFalse();
      var entry =
          new Journal.Recorded(SECOND, 1, new JournalEntry.ReadAdvanced(ALICE, both, 0, 1, 3));
      assertThat(journal.after(1, 0, 1, Journal.Sends.LEFT_OUT))
          .isEqualTo(new Journal.Page(List.of(entry), SECOND, true));
    }
    try (Store store = new Store(folder, new RocksEngine.Limits(8L << 20, 0))) {
      RocksJournal journal = new RocksJournal(store);
      journal.follow(Map.of(1, Set.of("backend")));
      List<News> news = List.of(new News.MessageSent(nowhere, by, false));
      store.write(batch -> journal.add(batch, news, 2 * SECOND));
      assertThat(journal.after(1, 0, 1, Journal.Sends.LEFT_OUT).entries())
          .as("of the run before")
          .hasSize(1);
    }
  }

  private static News.LoggedIn login(String user, long stamp) {
    return new News.LoggedIn(
        new UserId(1, user),
        new DeviceId(DeviceKind.IOS, "phone"),
        new SessionId(stamp),
        LoginPolicy.ALL,
        0,
        stamp,
        true);
  }

  @Test
  void allWhoWereOnlineGoSomeInEachRow(@TempDir Path folder) {
    int users = 2_500;
    try (Store store = new Store(folder, new RocksEngine.Limits(8L << 20, 0))) {
      RocksJournal journal = new RocksJournal(store);
      journal.follow(Map.of(1, Set.of("backend")));
      List<News> news =
          IntStream.rangeClosed(1, users).<News>mapToObj(i -> login("user" + i, i)).toList();
      store.write(batch -> {
        journal.add(batch, news, users);
        new RowWrites(batch).newestStamp(users);
      });
    }
    try (Store store = new Store(folder, new RocksEngine.Limits(8L << 20, 0))) {
      RocksJournal journal = new RocksJournal(store);
      journal.follow(Map.of(1, Set.of("backend", "new")));
      Journal.Page page = journal.after(1, users, 1_000);
      assertThat(page.isWhole()).isTrue();
      assertThat(page.entries()).hasSize(users).doesNotHaveDuplicates();
      assertThat(page.entries().stream().map(Journal.Recorded::stamp).distinct()).hasSize(3);
      assertThat(journal.position(1, "new"))
          .as("who is new is not told of those who went")
          .isEqualTo(page.upTo());
      assertThat(journal.sessions().of(ALICE)).isEmpty();
      journal.follow(Map.of(1, Set.of("backend")));
      assertThat(journal.after(1, page.upTo(), 9).entries()).as("once").isEmpty();
    }
  }

  @Test
  void ofAppsThatNobodyFollowsAnyMoreNothingIsTold(@TempDir Path folder) {
    try (Store store = new Store(folder, new RocksEngine.Limits(8L << 20, 0))) {
      RocksJournal journal = new RocksJournal(store);
      journal.follow(Map.of(1, Set.of("backend")));
      store.write(batch -> {
        journal.add(batch, List.of(login("alice", 5)), 5);
        new RowWrites(batch).newestStamp(5);
      });
      RocksJournal started = new RocksJournal(store);
      started.follow(Map.of());
      assertThat(started.sessions().of(ALICE)).isEmpty();
      started.follow(Map.of(1, Set.of("backend")));
      assertThat(rows(started)).as("it begins anew").isZero();
    }
  }

  @Test
  void whatNobodyFollowedIsMissingForWhoComesBack(@TempDir Path folder) {
    try (Store store = new Store(folder, new RocksEngine.Limits(8L << 20, 0))) {
      RocksJournal journal = new RocksJournal(store);
      journal.follow(Map.of(1, Set.of("backend")));
      add(store, journal, SECOND);
      assertThat(journal.after(1, SECOND, 9)).isEqualTo(new Journal.Page(List.of(), SECOND, true));
      journal.follow(Map.of());
      store.write(batch -> new RowWrites(batch).newestStamp(5 * SECOND));
      journal.follow(Map.of(1, Set.of("backend")));
      assertThat(journal.after(1, 2 * SECOND, 9).isWhole()).isFalse();
      add(store, journal, 6 * SECOND);
      assertThat(journal.after(1, 2 * SECOND, 9).isWhole()).isFalse();
      assertThat(journal.after(1, 5 * SECOND, 9).entries()).hasSize(1);
      assertThat(journal.after(1, 6 * SECOND, 9))
          .isEqualTo(new Journal.Page(List.of(), 6 * SECOND, true));
    }
  }

  @Test
  void followersAreNamedAgainWhileBatchesAreWritten(@TempDir Path folder) {
    try (Store store = new Store(folder, new RocksEngine.Limits(8L << 20, 0))) {
      RocksJournal journal = new RocksJournal(store);
      journal.follow(Map.of(1, Set.of("backend")));
      store.write(batch -> {
        journal.add(batch, List.of(login("alice", SECOND)), SECOND);
        new RowWrites(batch).newestStamp(SECOND);
      });
      long begin = journal.position(1, "backend");
      journal.follow(Map.of(1, Set.of("backend", "new"), 2, Set.of("other")));
      assertThat(journal.sessions().of(ALICE)).as("nobody has gone").hasSize(1);
      assertThat(journal.position(1, "backend")).isEqualTo(begin);
      assertThat(journal.position(1, "new")).isEqualTo(SECOND);
      add(store, journal, 2 * SECOND);
      journal.follow(Map.of(1, Set.of("backend")));
      add(store, journal, 3 * SECOND);
      assertThat(journal.after(1, begin, 9).entries()).hasSize(3);
      assertThat(journal.after(1, begin, 9).isWhole()).isTrue();
      assertThat(journal.advance(1, "backend", begin, 3 * SECOND)).isTrue();
      journal.follow(Map.of(1, Set.of("new")));
      assertThat(journal.position(1, "new")).as("it was forgotten").isEqualTo(3 * SECOND);
      assertThat(journal.after(1, 0, 9).isWhole()).as("the app was followed").isTrue();
    }
  }

  @Test
  void whoStandsStillWhereNothingHappenedHasLostNothing(@TempDir Path folder) {
    try (Store store = new Store(folder, new RocksEngine.Limits(8L << 20, 0))) {
      RocksJournal journal = new RocksJournal(store);
      journal.follow(Map.of(1, Set.of("quick", "slow")));
      add(store, journal, 2 * WEEK);
      assertThat(journal.advance(1, "quick", 0, 2 * WEEK)).isTrue();
      assertThat(journal.after(1, journal.position(1, "slow"), 9))
          .as("told late, but the store was empty before")
          .satisfies(page -> assertThat(page.isWhole()).isTrue())
          .satisfies(page -> assertThat(page.entries()).hasSize(1));
      journal.advance(1, "slow", 0, 2 * WEEK);
      store.write(batch -> new RowWrites(batch).newestStamp(4 * WEEK)); // of another app
      journal.advance(1, "quick", 2 * WEEK, 2 * WEEK);
      assertThat(journal.after(1, 2 * WEEK, 9).isWhole()).isTrue();
      assertThat(journal.after(1, 0, 9).isWhole()).isFalse();
    }
  }

  @Test
  void nothingIsKeptOfWhatNobodyFollows(@TempDir Path folder) {
    try (Store store = new Store(folder, new RocksEngine.Limits(8L << 20, 0))) {
      RocksJournal journal = new RocksJournal(store);
      add(store, journal, SECOND);
      assertThat(rows(journal)).isZero();
      journal.follow(Map.of(1, Set.of("once")));
      add(store, journal, 2 * SECOND);
      assertThat(rows(journal)).isEqualTo(1);
      journal.follow(Map.of());
      assertThat(rows(journal)).isZero();
      journal.follow(Map.of(1, Set.of("once")));
      assertThat(journal.position(1, "once")).isEqualTo(2 * SECOND);
    }
  }
}
