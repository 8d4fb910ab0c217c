package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.EngineException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// Keeps all nodes away while everything is moved to or from the tables. Confined to one thread.
///
/// Whoever moves has the lock; a node shares it in the transaction that registers it. So a move
/// finds all nodes that have registered, and none registers until it ends. PostgreSQL takes the
/// lock back when the process dies. What the process leaves then is guarded by the table `intake`,
/// which stands there until the copy is whole.
final class MoveLock implements AutoCloseable {

  /// Any number will do; the other half of the lock's name is the schema.
  private static final String NAME = "(711091, hashtext(current_schema()))";

  private static final String TAKE = "SELECT pg_advisory_lock" + NAME;
  private static final String GIVE_BACK = "SELECT pg_advisory_unlock" + NAME;
  private static final String SHARE = "SELECT pg_advisory_xact_lock_shared" + NAME;
  private static final String UNFINISHED = "SELECT to_regclass('intake') IS NOT NULL";

  /// The state of a statement that has waited too long for a lock.
  private static final String TOO_LATE = "55P03";

  private final Connection connection;

  private MoveLock(Connection connection) {
    this.connection = connection;
  }

  /// Takes the lock.
  ///
  /// @throws EngineException if another move has it, or a node is alive
  static MoveLock take(Postgres postgres) {
    MoveLock lock = new MoveLock(postgres.lane());
    try {
      lock.await();
      new GoneNodes(postgres).declare(Instant.EPOCH); // no node is there to hear of it
      lock.requireNoNode();
      return lock;
    } catch (SQLException e) {
      lock.close();
      throw Failures.of("cannot keep nodes away", e);
    } catch (EngineException e) {
      lock.close();
      throw e;
    }
  }

  private void await() throws SQLException {
    requireInTime(new Session(connection), TAKE, "another move is under way (expected: one)");
    connection.commit();
  }

  /// Takes a lock within the patience of the connection: a process that was killed may have it yet.
  private static void requireInTime(Session session, String lock, String otherwise)
      throws SQLException {
    try {
      session.first(lock, _ -> true);
    } catch (SQLException e) {
      if (TOO_LATE.equals(e.getSQLState())) {
        throw refused(otherwise);
      }
      throw e;
    }
  }

  private void requireNoNode() throws SQLException {
    Optional<String> node =
        new Session(connection)
            .first("SELECT name FROM nodes ORDER BY name LIMIT 1", row -> row.getString(1));
    connection.commit();
    if (node.isPresent()) {
      throw refused(
          "node "
              + node.get()
              + " is running, or was killed less than 3 s ago (expected: no node runs)");
    }
  }

  /// Refuses a node that would take part meanwhile, or in what an unfinished move has left.
  ///
  /// @param session of the transaction that registers the node
  static void requireNone(Session session) throws SQLException {
    requireInTime(
        session,
        SHARE,
        "everything is being moved (expected: start nodes when the move has ended)");
    requireWhole(session);
  }

  /// Refuses what an unfinished move has left.
  static boolean requireWhole(Session session) throws SQLException {
    if (isUnfinished(session)) {
      throw refused(
          "the copy of an unfinished move (expected: repeat the move, or drop the schema)");
    }
    return true;
  }

  /// Whether the tables are a copy that is not whole, or not yet compared.
  static boolean isUnfinished(Session session) throws SQLException {
    return session.first(UNFINISHED, row -> row.getBoolean(1)).orElseThrow();
  }

  private static EngineException refused(String why) {
    return new EngineException(EngineException.Kind.REFUSED, "PostgreSQL: " + why);
  }

  /// The connection that has the lock. It may be used for transactions.
  Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    try (connection) {
      connection.rollback();
      new Session(connection).first(GIVE_BACK, _ -> true);
      connection.commit();
    } catch (SQLException e) {
      throw Failures.of("cannot let nodes in", e);
    }
  }
}
