package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.testkit.JournalContract;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The cluster engine's journal, on a real PostgreSQL, and which of several nodes tells a follower.
@ExtendWith(Servers.class)
class PostgresJournalTest extends JournalContract {

  private static final int APP = 1;
  private static final String NAME = "backend";
  private static final UserId ALICE = new UserId(APP, "alice");

  @Override
  protected Engine open(Path folder) {
    return Servers.open(Servers.config(folder));
  }

  @Override
  protected Journal journal(Engine opened) {
    return ((ClusterEngine) opened).journal();
  }

  @Test
  void oneNodeTellsAFollowerWhatAllHaveCommitted(@TempDir Path folder) {
    PostgresConfig config = Servers.config(folder);
    try (RunningNode one = RunningNode.start(config);
        RunningNode two = RunningNode.start(config)) {
      Journal first = one.engine().journal();
      Journal second = two.engine().journal();
      first.follow(Map.of(APP, Set.of(NAME)));
      second.follow(Map.of(APP, Set.of(NAME)));
      long begin = first.position(APP, NAME);
      assertThat(second.lead(APP, NAME)).isTrue();
      assertThat(first.lead(APP, NAME)).isFalse();
      var bob = new UserId(APP, "bob");
      var both = ConversationId.Direct.between(ALICE, bob);
      one.send(one.logIn(ALICE), both, "a");
      two.send(two.logIn(bob), both, "b");
      Journal.Page page = second.after(APP, begin, 100);
      assertThat(page.isWhole()).isTrue();
      assertThat(page.entries()).as("two come online, and two write").hasSize(4);
      assertThat(second.after(APP, begin, 100, Journal.Sends.LEFT_OUT).entries()).hasSize(2);
      assertThat(first.advance(APP, NAME, begin, page.upTo())).isFalse();
      assertThat(second.position(APP, NAME)).as("who does not lead moves nothing").isEqualTo(begin);
      assertThat(second.advance(APP, NAME, begin, page.upTo())).isTrue();
      assertThat(first.position(APP, NAME)).isEqualTo(page.upTo());
      assertThat(first.rewind(APP, NAME, begin))
          .as("who does not lead sends it back")
          .isEqualTo(new Journal.Rewound(begin, 0));
      assertThat(second.advance(APP, NAME, page.upTo(), page.upTo())).isFalse();
    }
  }

  @Test
  void newsIsKeptForAFollower(@TempDir Path folder) {
    PostgresConfig config = Servers.config(folder);
    try (RunningNode one = RunningNode.start(config);
        Postgres postgres = Postgres.open(config)) {
      Journal journal = one.engine().journal();
      journal.follow(Map.of(APP, Set.of(NAME)));
      var both = ConversationId.Direct.between(ALICE, new UserId(APP, "bob"));
      long begin = journal.position(APP, NAME);
      one.send(one.logIn(ALICE), both, "a");
      // Two hours ago, as far as the rows say.
      String earlier = "UPDATE news SET stamp = stamp - 7200000000";
      postgres.write(session -> session.update(earlier));
      one.engine().deleteOldNews();
      assertThat(news(postgres)).isPositive();
      long newest = journal.after(APP, begin, 100).upTo();
      assertThat(journal.lead(APP, NAME)).isTrue();
      assertThat(journal.advance(APP, NAME, begin, newest)).isTrue();
      one.engine().deleteOldNews();
      assertThat(news(postgres)).as("what it has is kept for when it is sent back").isPositive();
      postgres.write(
          session -> session.update("UPDATE followers SET seen_at = now() - interval '2 days'"));
      one.engine().deleteOldNews();
      assertThat(news(postgres)).as("nobody has told the follower for long").isZero();
      Journal.Page page = journal.after(APP, begin, 100);
      assertThat(page.isWhole()).isFalse();
      assertThat(page.upTo()).isGreaterThan(begin);
    }
  }

  private static long news(Postgres postgres) {
    return postgres.read(
        session -> session.first("SELECT count(*) FROM news", row -> row.getLong(1)).orElseThrow());
  }
}
