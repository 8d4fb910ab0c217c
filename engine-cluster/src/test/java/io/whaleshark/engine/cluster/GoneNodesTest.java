package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.lane.StampClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: who gives no sign of life is declared gone, and who lives is not, or comes back. Method:
/// nodes on a real PostgreSQL, one of which only has a row there.
@ExtendWith(Servers.class)
@Timeout(120)
class GoneNodesTest {

  private static final Clock CLOCK = Clock.systemUTC();

  private static NodeRow row(Postgres postgres, String name) {
    var config = new NodeConfig("test", name, "", "test");
    return new NodeRow(postgres, new GoneNodes(postgres), config, CLOCK);
  }

  private static List<String> names(Postgres postgres) {
    return postgres.read(
        session -> session.query("SELECT name FROM nodes ORDER BY name", row -> row.getString(1)));
  }

  private static void commit(ClusterEngine engine) {
    try (Transaction transaction = engine.begin(Announcement.NOTHING)) {
      transaction.commit(List.of(), List.of(), 1);
    }
  }

  private static boolean commits(ClusterEngine engine) {
    try {
      commit(engine);
      return true;
    } catch (EngineException e) {
      return false;
    }
  }

  @Test
  @DisplayName("a node that gives no sign of life is declared gone by another one")
  void silent() {
    PostgresConfig config = Servers.config("silent_node");
    try (ClusterEngine alive = Servers.open(config);
        Postgres postgres = new Postgres(config)) {
      row(postgres, "silent").register();
      assertThat(names(postgres)).hasSize(2).contains("silent");
      while (names(postgres).contains("silent")) {
        commit(alive);
        assertThat(Thread.interrupted()).isFalse();
      }
      assertThat(names(postgres)).hasSize(1);
    }
  }

  @Test
  @DisplayName("a node whose batch lasts is not gone, however long it gave no sign of life")
  void busy() {
    PostgresConfig config = Servers.config("busy_node");
    Servers.open(config).close(); // which makes the tables
    try (Postgres postgres = new Postgres(config)) {
      GoneNodes gone = new GoneNodes(postgres);
      NodeRow busy = row(postgres, "busy");
      busy.register();
      postgres.write(
          session -> session.update("UPDATE nodes SET seen_at = seen_at - interval '1 minute'"));
      postgres.write(batch -> {
        assertThat(batch.query(NodeRow.HOLD, _ -> "held", busy.name(), busy.incarnation()))
            .containsExactly("held");
        gone.declare(CLOCK.instant());
        return batch;
      });
      assertThat(names(postgres)).containsExactly("busy");
      gone.declare(CLOCK.instant());
      assertThat(names(postgres)).isEmpty();
    }
  }

  @Test
  @DisplayName("a node is gone although its last sign of life lies in the future")
  void seenInTheFuture() {
    PostgresConfig config = Servers.config("seen_in_the_future");
    Servers.open(config).close(); // which makes the tables
    try (Postgres postgres = new Postgres(config)) {
      GoneNodes gone = new GoneNodes(postgres);
      row(postgres, "ahead").register();
      gone.declare(CLOCK.instant());
      assertThat(names(postgres)).containsExactly("ahead");
      postgres.write(
          session -> session.update("UPDATE nodes SET seen_at = seen_at + interval '1 hour'"));
      gone.declare(CLOCK.instant(), "ahead");
      assertThat(names(postgres)).isEmpty();
    }
  }

  @Test
  @DisplayName("a node that was declared gone hears of it, commits nothing, and begins anew")
  void comesBack() throws Exception {
    PostgresConfig config = Servers.config("comes_back");
    try (ClusterEngine engine = Servers.open(config);
        Postgres postgres = new Postgres(config)) {
      CountDownLatch heard = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      engine.whenGone(() -> {
        heard.countDown();
        try {
          go.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException("interrupted", e);
        }
      });
      commit(engine);
      postgres.write(session -> session.update("DELETE FROM nodes"));
      heard.await();
      assertThatThrownBy(() -> commit(engine))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("others have declared it gone");
      go.countDown();
      while (!commits(engine)) {
        assertThat(Thread.interrupted()).isFalse();
      }
      assertThat(names(postgres)).hasSize(1);
    }
  }

  @Test
  @DisplayName("a node that could not give its own signs of life in time declares nobody gone")
  void unsteady() {
    PostgresConfig config = Servers.config("unsteady");
    AtomicLong hours = new AtomicLong();
    InstantSource jumping = () -> Instant.now().plus(Duration.ofHours(hours.incrementAndGet()));
    var self = new NodeConfig("test", "unsteady", "", "test");
    try (ClusterEngine unsteady =
            ClusterEngine.open(config, self, jumping.withZone(ZoneOffset.UTC));
        Postgres postgres = new Postgres(config)) {
      row(postgres, "silent").register();
      while (beats(postgres) < 7) {
        assertThat(names(postgres)).contains("silent");
        assertThat(Thread.interrupted()).isFalse();
      }
      assertThat(unsteady.health().faults()).isEmpty();
    }
  }

  /// How many seconds of signs of life the unsteady node has given since the silent one's last.
  private static double beats(Postgres postgres) {
    return postgres.read(session ->
        session
            .first(
                "SELECT extract(epoch FROM max(seen_at) - min(seen_at)) FROM nodes",
                row -> row.getDouble(1))
            .orElseThrow());
  }

  /// A node that did nothing but begin a session, and was silent since.
  private static void silentWithSession(Postgres postgres, String name) {
    NodeRow silent = row(postgres, name);
    silent.register();
    postgres.write(session -> {
      session.update("INSERT INTO apps VALUES (1, 7) ON CONFLICT DO NOTHING");
      session.update(
          "INSERT INTO sessions (node, app, session, member, kind, device, policy, stamp)"
              + " VALUES (?, 1, ?, 'alice', 'IOS', '', 4, 7)",
          silent.incarnation(),
          silent.incarnation());
      return session.update("UPDATE nodes SET seen_at = seen_at - interval '1 minute'");
    });
  }

  private static List<Long> numbers(Postgres postgres, String sql) {
    return postgres.read(session -> session.query(sql, row -> row.getLong(1)));
  }

  @Test
  @DisplayName("a node goes as a whole: what fails half-way has changed nothing, and is done again")
  void asAWhole() {
    PostgresConfig config = Servers.config("as_a_whole");
    Servers.open(config).close(); // which makes the tables
    try (Postgres postgres = new Postgres(config)) {
      GoneNodes gone = new GoneNodes(postgres);
      silentWithSession(postgres, "silent");
      postgres.write(session -> {
        session.update(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN RAISE EXCEPTION ''the machine stops''; END'");
        return session.update(
            "CREATE TRIGGER stops BEFORE DELETE ON nodes EXECUTE FUNCTION refuse()");
      });
      assertThatThrownBy(() -> gone.declare(CLOCK.instant()))
          .hasMessageContaining("the machine stops");
      assertThat(names(postgres)).containsExactly("silent");
      assertThat(numbers(postgres, "SELECT count(*) FROM sessions")).containsExactly(1L);
      assertThat(numbers(postgres, "SELECT stamp FROM news")).isEmpty();
      assertThat(numbers(postgres, "SELECT newest_stamp FROM apps WHERE app = 1"))
          .containsExactly(7L);
      postgres.write(session -> session.update("DROP TRIGGER stops ON nodes"));
      gone.declare(CLOCK.instant());
      assertThat(names(postgres)).isEmpty();
      assertThat(numbers(postgres, "SELECT count(*) FROM sessions")).containsExactly(0L);
      assertThat(numbers(postgres, "SELECT previous FROM news")).containsExactly(7L);
      assertThat(numbers(postgres, "SELECT newest_stamp FROM apps WHERE app = 1"))
          .isEqualTo(numbers(postgres, "SELECT stamp FROM news"));
    }
  }

  /// A node with a session goes, whose app is at 7.
  ///
  /// @param now the time of whoever declares it gone
  /// @return the stamp
  private static long declared(Postgres postgres, Instant now) {
    silentWithSession(postgres, "silent");
    new GoneNodes(postgres).declare(now);
    assertThat(numbers(postgres, "SELECT previous FROM news")).containsExactly(7L);
    List<Long> stamps = numbers(postgres, "SELECT stamp FROM news");
    assertThat(numbers(postgres, "SELECT newest_stamp FROM apps WHERE app = 1")).isEqualTo(stamps);
    return stamps.getFirst();
  }

  /// As if the primary was lost, and the standby had not received it.
  private static void lose(Postgres postgres) {
    postgres.write(session -> {
      session.update("DELETE FROM news");
      return session.update("UPDATE apps SET newest_stamp = 7 WHERE app = 1");
    });
  }

  @Test
  @DisplayName("what comes in place of a lost word that a node is gone has a later stamp")
  void lostWithThePrimary() {
    PostgresConfig config = Servers.config("lost_with_the_primary");
    Servers.open(config).close(); // which makes the tables
    try (Postgres postgres = new Postgres(config)) {
      long first = declared(postgres, CLOCK.instant());
      lose(postgres);
      assertThat(declared(postgres, CLOCK.instant())).isGreaterThan(first);
      lose(postgres);
      long ahead = declared(postgres, CLOCK.instant().plus(Duration.ofHours(1)));
      assertThat(ahead).isLessThanOrEqualTo(StampClock.microsOf(CLOCK.instant()));
      lose(postgres);
      assertThat(declared(postgres, Instant.EPOCH)).isEqualTo(8);
    }
  }
}
