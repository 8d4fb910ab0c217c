package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.engine.JournalEntry;
import io.whaleshark.core.id.UserId;
import io.whaleshark.engine.cluster.RunningNode.Device;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: a user is online from the first device at any node to the last one, and a node that is
/// gone takes with it those who are nowhere else. Method: whole nodes over one real PostgreSQL, and
/// what their journal says.
@ExtendWith(Servers.class)
@Timeout(120)
class PresenceOfNodesTest {

  private static final int APP = 1;
  private static final UserId ALICE = new UserId(APP, "alice");
  private static final UserId BOB = new UserId(APP, "bob");

  private static String text(JournalEntry entry) {
    return switch (entry) {
      case JournalEntry.CameOnline came -> came.user().name() + " by " + came.device().name();
      case JournalEntry.WentOffline went -> went.user().name() + " off " + went.device().name();
      case JournalEntry.OfConversation of -> of.toString();
    };
  }

  private static List<String> told(ClusterEngine engine) {
    List<String> told = new ArrayList<>();
    long at = 0;
    Journal.Page page = engine.journal().after(APP, at, 64);
    while (page.upTo() > at) {
      assertThat(page.isWhole()).isTrue();
      page.entries().forEach(each -> told.add(text(each.entry())));
      at = page.upTo();
      page = engine.journal().after(APP, at, 64);
    }
    return told;
  }

  @Test
  @DisplayName(
      "P13 of devices that come at two nodes at one time, one is the first, and one the last")
  void atOneTime() throws Exception {
    PostgresConfig config = Servers.config("presence_at_once");
    try (RunningNode one = RunningNode.start(config);
        RunningNode other = RunningNode.start(config)) {
      one.engine().journal().follow(Map.of(APP, Set.of("backend")));
      for (int round = 1; round <= 10; round++) {
        var first = new FutureTask<>(() -> one.logIn(ALICE, "a"));
        Thread.ofPlatform().start(first);
        Device second = other.logIn(ALICE, "b");
        Device there = first.get();
        assertThat(told(one.engine())).hasSize(2 * round - 1);
        var out = new FutureTask<>(() -> one.logOut(there), "out");
        Thread.ofPlatform().start(out);
        other.logOut(second);
        assertThat(out.get()).isEqualTo("out");
        while (told(one.engine()).size() < 2 * round) {
          assertThat(Thread.interrupted()).isFalse();
        }
      }
      List<String> told = told(other.engine());
      for (int i = 0; i < told.size(); i++) {
        assertThat(told.get(i)).startsWith(i % 2 == 0 ? "alice by " : "alice off ");
      }
    }
  }

  @Test
  @DisplayName("P13 a node that is gone takes with it those who are at no other node")
  void gone() {
    PostgresConfig config = Servers.config("presence_gone");
    try (RunningNode stays = RunningNode.start(config)) {
      stays.engine().journal().follow(Map.of(APP, Set.of("backend")));
      RunningNode goes = RunningNode.start(config);
      goes.logIn(ALICE, "a");
      goes.logIn(ALICE, "younger");
      goes.logIn(BOB, "a");
      Device bob = stays.logIn(BOB, "b");
      goes.close();
      while (told(stays.engine()).size() < 3) {
        assertThat(Thread.interrupted()).isFalse();
      }
      assertThat(told(stays.engine()))
          .containsExactly("alice by a", "bob by a", "alice off younger");
      stays.logOut(bob);
      while (told(stays.engine()).size() < 4) {
        assertThat(Thread.interrupted()).isFalse();
      }
      assertThat(told(stays.engine())).endsWith("bob off b");
    }
  }

  @Test
  @DisplayName("P13 of the users of a node that is gone, some stand in each row of the news")
  void many() {
    PostgresConfig config = Servers.config("presence_many");
    try (ClusterEngine engine = Servers.open(config);
        Postgres postgres = new Postgres(config)) {
      engine.journal().follow(Map.of(APP, Set.of("backend")));
      postgres.write(session ->
          session.update(
              "INSERT INTO apps (app, newest_stamp) VALUES (1, 0) ON CONFLICT DO NOTHING"));
      postgres.write(session ->
          session.update(
              """
              INSERT INTO sessions (node, app, session, member, kind, device, policy, stamp)
              SELECT 77, 1, i, 'user' || i / 2, 'IOS', 'd' || i, 4, i FROM generate_series(2, 5001) i
              """));
      postgres.write(session ->
          session.update(
              "INSERT INTO sessions VALUES (78, 1, 9999, 'user7', 'IOS', 'elsewhere', 4, 9999)"));
      postgres.write(session ->
          session.update(
              """
              INSERT INTO nodes
              VALUES ('gone', 77, '', '', now(), now() - interval '1 minute', 0)
              """));
      new GoneNodes(postgres).declare(Clock.systemUTC().instant(), "gone");
      List<String> told = told(engine);
      assertThat(told)
          .hasSize(2_499)
          .doesNotHaveDuplicates()
          .contains("user1 off d3", "user2500 off d5001")
          .noneMatch(each -> each.startsWith("user7 "));
      assertThat(
              postgres
                  .read(
                      session -> session.first("SELECT count(*) FROM news", row -> row.getLong(1)))
                  .orElseThrow())
          .isEqualTo(3);
    }
  }
}
