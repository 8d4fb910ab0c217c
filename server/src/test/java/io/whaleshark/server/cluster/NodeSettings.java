package io.whaleshark.server.cluster;

import io.whaleshark.services.PostgresServer;
import java.util.Map;

/// The settings that a node of a cluster needs.
public final class NodeSettings {

  private NodeSettings() {}

  /// Of a node on a PostgreSQL of the test, without Redis.
  public static Map<String, String> of(String name, PostgresServer postgres) {
    return Map.of(
        "WHALESHARK_ENGINE",
        "cluster",
        "WHALESHARK_NODE_NAME",
        name,
        "WHALESHARK_POSTGRES_URL",
        postgres.url(),
        "WHALESHARK_POSTGRES_USER",
        postgres.user(),
        "WHALESHARK_POSTGRES_PASSWORD",
        postgres.password());
  }
}
