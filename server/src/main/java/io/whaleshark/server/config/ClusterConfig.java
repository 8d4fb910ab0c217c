package io.whaleshark.server.config;

/// The engine of several nodes.
///
/// @param node which node of which cluster the server is
/// @param postgres the database that keeps everything
public record ClusterConfig(NodeSettings node, PostgresSettings postgres) implements EngineConfig {

  static ClusterConfig read(Settings settings) {
    return new ClusterConfig(NodeSettings.read(settings), PostgresSettings.read(settings));
  }
}
