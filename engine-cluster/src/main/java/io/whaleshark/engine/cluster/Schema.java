package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.engine.cluster.health.ServiceHealth;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/// The tables, and the version of them that this code works with. Each version is a script of its
/// own; a node that opens an older schema brings it to the present one, one node at a time.
final class Schema {

  /// The version that this code reads and writes.
  static final int VERSION = 12;

  /// Any number will do: it names the right to change the schema.
  private static final long CHANGING = 7_110_915_271_027L;

  private final Postgres postgres;
  private final PostgresConfig config;

  Schema(Postgres postgres, PostgresConfig config) {
    this.postgres = postgres;
    this.config = config;
  }

  /// Sees to it that everything is there, and that the server can be worked with.
  ///
  /// @return what was found before anything was changed
  /// @throws EngineException which says what is wrong and what was expected
  ServiceHealth prepare() {
    ServiceHealth found = postgres.write(session -> Examiner.examine(session, config));
    found.requireNoFault();
    int version = postgres.write(session -> version(session, config.schema()));
    if (version < VERSION) {
      version = postgres.write(this::bringUp);
    }
    if (version > VERSION) {
      throw new EngineException(
          EngineException.Kind.REFUSED,
          "PostgreSQL: a newer node has just changed the schema to version " + version);
    }
    return found;
  }

  /// The version of the tables in a schema; 0 if there are none.
  static int version(Session session, String schema) throws SQLException {
    boolean isThere =
        session
            .first(
                "SELECT to_regclass(?) IS NOT NULL", row -> row.getBoolean(1), schema + ".versions")
            .orElseThrow();
    return isThere ? newest(session, schema) : 0;
  }

  /// When the tables were made, in microseconds, which no two databases have in common.
  static String madeAt(Postgres postgres) {
    return postgres.read(session ->
        session
            .first(
                "SELECT (extract(epoch FROM min(since)) * 1000000)::bigint FROM versions",
                row -> row.getString(1))
            .orElseThrow());
  }

  private static int newest(Session session, String schema) throws SQLException {
    return session
        .first("SELECT max(version) FROM " + schema + ".versions", row -> row.getInt(1))
        .orElseThrow();
  }

  private int bringUp(Session session) throws SQLException {
    session.query("SELECT pg_advisory_xact_lock(?)", _ -> CHANGING, CHANGING);
    session.update("CREATE SCHEMA IF NOT EXISTS " + config.schema());
    session.update(
        "CREATE TABLE IF NOT EXISTS versions (version int PRIMARY KEY, since timestamptz NOT"
            + " NULL)");
    int found = newest(session, config.schema());
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
        throw new IllegalStateException(file + " is missing from the class path");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be read", e);
    }
  }
}
