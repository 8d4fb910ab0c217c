package io.whaleshark.engine.cluster;

import java.sql.SQLException;
import java.util.List;

/// Declares nodes gone that give no sign of life. Thread-safe.
///
/// From then on such a node commits nothing, should it live: every batch needs the node's row. A
/// node whose row somebody holds is not gone: a batch of its own does that, and PostgreSQL ends one
/// that does not go on.
final class GoneNodes {

  /// A run of a node.
  private record Run(String name, long incarnation) {}

  private static final String SILENT =
      """
      SELECT name, incarnation FROM nodes
      WHERE seen_at < clock_timestamp() - make_interval(secs => ?) FOR UPDATE SKIP LOCKED
      """;

  private static final String SILENT_ONE =
      """
      SELECT name, incarnation FROM nodes
      WHERE name = ? AND seen_at < clock_timestamp() - make_interval(secs => ?)
      FOR UPDATE SKIP LOCKED
      """;

  private static final String OWN =
      "SELECT name, incarnation FROM nodes WHERE name = ? AND incarnation = ? FOR UPDATE";

  private static final String FORGET = "DELETE FROM nodes WHERE name = ?";

  private final Postgres postgres;

  GoneNodes(Postgres postgres) {
    this.postgres = postgres;
  }

  /// Declares those gone that were silent for too long.
  void declare() {
    declare(SILENT, silence());
  }

  /// Declares the node of a name gone, if it was silent for too long.
  void declare(String name) {
    declare(SILENT_ONE, name, silence());
  }

  /// Takes leave of the others.
  void leave(String name, long incarnation) {
    declare(OWN, name, incarnation);
  }

  private static double silence() {
    return NodeRow.GONE_AFTER.toSeconds();
  }

  /// Waits for no standby: what is lost with the primary is declared again.
  private void declare(String which, Object... values) {
    postgres.write(session -> {
      session.update("SET LOCAL synchronous_commit = local");
      List<Run> gone =
          session.query(which, row -> new Run(row.getString(1), row.getLong(2)), values);
      forget(session, gone);
      return gone;
    });
  }

  private static void forget(Session session, List<Run> gone) throws SQLException {
    for (Run node : gone) {
      session.update(FORGET, node.name());
    }
  }
}
