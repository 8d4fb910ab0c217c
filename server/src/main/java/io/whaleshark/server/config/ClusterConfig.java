package io.whaleshark.server.config;

/// The engine of several nodes.
///
/// @param postgres the database that keeps everything
public record ClusterConfig(PostgresSettings postgres) implements EngineConfig {

  static ClusterConfig read(Settings settings) {
    return new ClusterConfig(PostgresSettings.read(settings));
  }
}
