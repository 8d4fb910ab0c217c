package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.engine.Intake;
import io.whaleshark.core.model.Tally;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tables that take over the contents of another store. As long as that has not finished, the table
/// `intake` says how many facts are stored; each transaction of facts counts itself. Confined to
/// one thread.
final class PostgresIntake implements Intake {

  private record State(String version, long stored) {}

  /// The tables that have a row once anything was said, a group made, a user banned or blocked.
  private static final List<String> TABLES =
      List.of(
          "conversations",
          "messages",
          "sent",
          "expired_ordinals",
          "memberships",
          "participations",
          "pins",
          "reactions",
          "tallies",
          "bans",
          "blocks",
          "receipts_off",
          "push_tokens",
          "profiles");

  private static final String STATE =
      "CREATE TABLE intake (version text NOT NULL, stored bigint NOT NULL)";

  private final String place;
  private final Postgres postgres;
  private final MoveLock lock;
  private final Session session;
  private long newestStamp;

  /// @param place where it is, for people
  /// @param lock keeps nodes away, and is given back when this is closed
  PostgresIntake(String place, Postgres postgres, MoveLock lock) {
    this.place = place;
    this.postgres = postgres;
    this.lock = lock;
    this.session = new Session(lock.connection());
  }

  /// Does something in a transaction of its own.
  private <T> T inTransaction(Postgres.Question<T> change) {
    try {
      T done = change.ask(session);
      lock.connection().commit();
      return done;
    } catch (SQLException e) {
      throw Failures.of("cannot write", e);
    }
  }

  @Override
  public long begin(String version, long stamp) {
    newestStamp = stamp;
    return inTransaction(_ -> {
      Optional<State> begun = state();
      if (begun.isEmpty()) {
        requireEmpty();
        session.update(STATE);
        session.update("INSERT INTO intake VALUES (?, 0)", version);
        noteStamp(List.of(Locks.NO_APP));
      } else if (!begun.get().version().equals(version)) {
        throw refused(
            "holds the unfinished copy of another store, or of an earlier state of this one");
      }
      return begun.map(State::stored).orElse(0L);
    });
  }

  private Optional<State> state() throws SQLException {
    return MoveLock.isUnfinished(session)
        ? session.first(
            "SELECT version, stored FROM intake",
            row -> new State(row.getString(1), row.getLong(2)))
        : Optional.empty();
  }

  private void requireEmpty() throws SQLException {
    for (String table : TABLES) {
      if (session.first("SELECT true FROM " + table + " LIMIT 1", _ -> true).isPresent()) {
        throw refused("is not empty");
      }
    }
  }

  private EngineException refused(String what) {
    return new EngineException(
        EngineException.Kind.REFUSED,
        "PostgreSQL: "
            + place
            + " "
            + what
            + " (expected: an empty one, or drop it first: DROP SCHEMA … CASCADE)");
  }

  /// Stamps of these apps will be greater.
  private void noteStamp(List<Long> apps) throws SQLException {
    session.update(
        """
        INSERT INTO apps AS a (app, newest_stamp) SELECT unnest(?::bigint[]), ?
        ON CONFLICT (app) DO UPDATE
          SET newest_stamp = excluded.newest_stamp WHERE a.newest_stamp < excluded.newest_stamp
        """,
        apps.stream().mapToLong(Long::longValue).toArray(),
        newestStamp);
  }

  @Override
  public void add(List<Fact> facts) {
    inTransaction(_ -> {
      noteStamp(facts.stream().map(fact -> (long) fact.app()).distinct().toList());
      FactRows.of(facts, begun(facts)).run(session);
      return session.update("UPDATE intake SET stored = stored + ?", (long) facts.size());
    });
  }

  /// The tally of the message whose reactions go on with these facts, if they do.
  private Optional<Tally> begun(List<Fact> facts) throws SQLException {
    if (!(facts.getFirst() instanceof Fact.OfReaction(var conversation, var reaction))) {
      return Optional.empty();
    }
    return session.first(
        ReactionStatements.OF_MESSAGE,
        ReactionStatements::tally,
        conversation.app(),
        ConversationNames.of(conversation),
        reaction.sequence());
  }

  @Override
  public Contents contents() {
    return new PostgresContents(postgres.snapshot(), () -> {});
  }

  /// That each message has its id, the contents say.
  @Override
  public List<String> faults() {
    return inTransaction(_ -> {
      List<String> faults = new ArrayList<>();
      count(
          "SELECT (SELECT count(*) FROM sent) - (SELECT count(*) FROM messages)",
          "ids of messages that are not there",
          faults);
      count(
          "SELECT (SELECT coalesce(sum(users), 0) FROM tallies, unnest(counts) AS c(users))"
              + " - (SELECT count(*) FROM reactions)",
          "reactions counted that are not there",
          faults);
      count(
          "SELECT count(*) FROM conversations WHERE deleted_sequence <> floor_sequence",
          "conversations with expired messages left to delete",
          faults);
      count(
          "SELECT count(*) FROM apps WHERE newest_stamp < " + newestStamp,
          "apps that would give stamps again",
          faults);
      return faults;
    });
  }

  private void count(String sql, String what, List<String> faults) throws SQLException {
    long count = session.first(sql, row -> row.getLong(1)).orElseThrow();
    if (count != 0) {
      faults.add(count + " " + what);
    }
  }

  @Override
  public void finish() {
    inTransaction(_ -> session.update("DROP TABLE intake"));
  }

  @Override
  public void close() {
    lock.close();
    postgres.close();
  }
}
