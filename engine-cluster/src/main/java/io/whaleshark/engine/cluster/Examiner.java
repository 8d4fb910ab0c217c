package io.whaleshark.engine.cluster;

import io.whaleshark.engine.cluster.health.ServiceHealth;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks whether a node can work with a PostgreSQL server and keep its promises there. Changes
/// nothing. Confined to one thread.
final class Examiner {

  private static final int POSTGRES_NEEDED = 15;

  private static final String FORBIDDEN_TABLE =
      "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND NOT"
          + " (has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')"
          + " AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE'))"
          + " LIMIT 1";

  private final Session session;
  private final PostgresConfig config;
  private final List<String> faults = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private Examiner(Session session, PostgresConfig config) {
    this.session = session;
    this.config = config;
  }

  static ServiceHealth examine(Session session, PostgresConfig config) throws SQLException {
    return new Examiner(session, config).examine();
  }

  private ServiceHealth examine() throws SQLException {
    String name = "PostgreSQL " + setting("server_version");
    int version = session.connection().getMetaData().getDatabaseMajorVersion();
    if (version < POSTGRES_NEEDED) {
      faults.add("version " + version + " (expected: " + POSTGRES_NEEDED + " or newer)");
      return new ServiceHealth(name, faults, warnings); // nothing else is known of it
    }
    lookAtServer();
    lookAtDurability();
    lookAtConnections();
    int found = Schema.version(session, config.schema());
    lookAtRights(found > 0);
    if (found > Schema.VERSION) {
      faults.add(
          String.format(
              "the schema %s has version %d (expected: at most %d, or a newer Whale Shark)",
              config.schema(), found, Schema.VERSION));
    }
    return new ServiceHealth(name + ", " + tables(found), faults, warnings);
  }

  private String tables(int version) {
    return "schema "
        + config.schema()
        + (version == 0 ? ": no tables yet" : ": tables of version " + version);
  }

  private void lookAtServer() throws SQLException {
    if (holds("SELECT pg_is_in_recovery()")) {
      faults.add("it is in recovery, a standby (expected: the primary)");
    } else if (holds("SELECT current_setting('transaction_read_only')::boolean")) {
      faults.add("it is read-only (expected: default_transaction_read_only = off)");
    }
    if (!setting("server_encoding").equals("UTF8")) {
      faults.add("the database is not in UTF-8 (expected: CREATE DATABASE … ENCODING 'UTF8')");
    }
  }

  private void lookAtDurability() throws SQLException {
    String waitsFor = setting("synchronous_commit");
    if (waitsFor.equals("off")) {
      faults.add("synchronous_commit is off: it would lose what it acknowledged (expected: on)");
    } else if (config.durability() == PostgresConfig.Durability.STANDBY) {
      if (!List.of("on", "remote_apply").contains(waitsFor)) {
        faults.add(
            "synchronous_commit is "
                + waitsFor
                + ": it does not wait for the disk of a standby (expected: on or remote_apply,"
                + " for durability on a standby)");
      }
      if (setting("synchronous_standby_names").isBlank()) {
        faults.add(
            "its replication is asynchronous (expected: synchronous_standby_names, for durability"
                + " on a standby)");
      }
    }
    if (setting("fsync").equals("off")) {
      warnings.add(
          "fsync is off: a loss of power loses acknowledged messages (expected: on, except for"
              + " tests)");
    }
  }

  private void lookAtConnections() throws SQLException {
    int needed = config.readers() + Postgres.WRITERS;
    int allowed =
        Integer.parseInt(setting("max_connections"))
            - Integer.parseInt(setting("superuser_reserved_connections"));
    if (needed > allowed) {
      warnings.add(
          String.format(
              "this node may open %d connections, the server allows %d (expected: more"
                  + " max_connections, or fewer readers)",
              needed, allowed));
    }
  }

  private void lookAtRights(boolean hasTables) throws SQLException {
    String schema = config.schema();
    if (!hasTables) {
      boolean hasSchema = holds("SELECT to_regnamespace(?) IS NOT NULL", schema);
      if (!hasSchema && !holds("SELECT has_database_privilege(current_database(), 'CREATE')")) {
        faults.add(mayNot("create the schema " + schema, "CREATE ON DATABASE"));
      } else if (hasSchema && !holds("SELECT has_schema_privilege(?, 'CREATE')", schema)) {
        faults.add(mayNot("create tables in the schema " + schema, "CREATE ON SCHEMA"));
      }
      return;
    }
    Optional<String> forbidden = session.first(FORBIDDEN_TABLE, row -> row.getString(1), schema);
    forbidden.ifPresent(table ->
        faults.add(
            mayNot("read and write " + schema + "." + table, "ALL ON ALL TABLES IN SCHEMA")));
  }

  private String mayNot(String what, String expected) {
    return config.user() + " may not " + what + " (expected: GRANT " + expected + ")";
  }

  private String setting(String name) throws SQLException {
    return session.first("SELECT current_setting(?)", row -> row.getString(1), name).orElseThrow();
  }

  private boolean holds(String sql, Object... values) throws SQLException {
    return session.first(sql, row -> row.getBoolean(1), values).orElseThrow();
  }
}
