package io.whaleshark.server.config;

import java.util.Optional;

/// The engine of several nodes.
///
/// @param node which node of which cluster the server is
/// @param postgres the database that keeps everything
/// @param redis what serves inboxes; empty: PostgreSQL does
public record ClusterConfig(
    NodeSettings node, PostgresSettings postgres, Optional<RedisSettings> redis)
    implements EngineConfig {

  @Override
  public String place() {
    return postgres.place() + ", schema " + postgres.schema();
  }

  static ClusterConfig read(Settings settings) {
    return new ClusterConfig(
        NodeSettings.read(settings), PostgresSettings.read(settings), RedisSettings.read(settings));
  }
}
