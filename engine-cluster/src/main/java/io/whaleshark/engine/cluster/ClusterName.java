package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.EngineException;
import java.sql.SQLException;

/// The row that says of which cluster the data is.
final class ClusterName {

  private ClusterName() {}

  /// Names the data, if it has no name yet.
  ///
  /// @return the name
  /// @throws EngineException if the data is another cluster's
  static String require(Session session, String name) throws SQLException {
    session.update("INSERT INTO cluster (name) VALUES (?) ON CONFLICT DO NOTHING", name);
    String found =
        session.first("SELECT name FROM cluster WHERE one", row -> row.getString(1)).orElseThrow();
    if (!found.equals(name)) {
      throw new EngineException(
          EngineException.Kind.REFUSED,
          "cluster.name: " + name + " (expected: " + found + ", whose data this is)");
    }
    return found;
  }
}
