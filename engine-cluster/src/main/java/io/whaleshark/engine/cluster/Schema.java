package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/// The tables, and the version of them that this code works with. Each version is a script of its
/// own; a node that opens an older schema brings it to the present one, one node at a time.
final class Schema {

  /// The version that this code reads and writes.
  static final int VERSION = 1;

  private static final int POSTGRES_NEEDED = 15;

  /// Any number will do: it names the right to change the schema.
  private static final long CHANGING = 7_110_915_271_027L;

  private final Postgres postgres;
  private final String name;

  Schema(Postgres postgres, String name) {
    this.postgres = postgres;
    this.name = name;
  }

  /// Sees to it that everything is there, and that the server can be worked with.
  ///
  /// @throws EngineException which says what is wrong and what was expected
  void prepare() {
    int found =
        postgres.write(session -> {
          requireServer(session);
          return isThere(session) ? version(session) : 0;
        });
    if (found < VERSION) {
      found = postgres.write(this::bringUp);
    }
    if (found > VERSION) {
      throw unfit(
          "the schema " + name + " has version " + found + " (expected: at most " + VERSION + ")");
    }
  }

  private static EngineException unfit(String what) {
    return new EngineException(EngineException.Kind.UNAVAILABLE, "PostgreSQL: " + what);
  }

  private void requireServer(Session session) throws SQLException {
    int version = session.connection().getMetaData().getDatabaseMajorVersion();
    if (version < POSTGRES_NEEDED) {
      throw unfit("version " + version + " (expected: " + POSTGRES_NEEDED + " or newer)");
    }
    if (ask(session, "SELECT pg_is_in_recovery()")) {
      throw unfit("it is in recovery, a standby (expected: the primary)");
    }
    if (ask(session, "SELECT current_setting('transaction_read_only')::boolean")) {
      throw unfit("it is read-only (expected: default_transaction_read_only = off)");
    }
    if (!ask(session, "SELECT current_setting('server_encoding') = 'UTF8'")) {
      throw unfit("the database is not in UTF-8 (expected: CREATE DATABASE … ENCODING 'UTF8')");
    }
  }

  private static boolean ask(Session session, String sql) throws SQLException {
    return session.first(sql, row -> row.getBoolean(1)).orElseThrow();
  }

  private boolean isThere(Session session) throws SQLException {
    return session
        .first("SELECT to_regclass(?) IS NOT NULL", row -> row.getBoolean(1), name + ".versions")
        .orElseThrow();
  }

  private static int version(Session session) throws SQLException {
    return session.first("SELECT max(version) FROM versions", row -> row.getInt(1)).orElseThrow();
  }

  private int bringUp(Session session) throws SQLException {
    session.query("SELECT pg_advisory_xact_lock(?)", _ -> CHANGING, CHANGING);
    session.update("CREATE SCHEMA IF NOT EXISTS " + name);
    session.update(
        "CREATE TABLE IF NOT EXISTS versions (version int PRIMARY KEY, since timestamptz NOT"
            + " NULL)");
    int found = version(session);
    for (int next = found + 1; next <= VERSION; next++) {
      session.update(script(next));
      session.update("INSERT INTO versions VALUES (?, now())", next);
    }
    return Math.max(found, VERSION);
  }

  private static String script(int version) {
    String file = "schema-" + version + ".sql";
    try (InputStream script = Schema.class.getResourceAsStream(file)) {
      if (script == null) {
        throw new IllegalStateException(file + " is not among the classes");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be read", e);
    }
  }
}
