package io.whaleshark.server.storage;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Journal;
import io.whaleshark.engine.rocksdb.LibraryFolder;
import io.whaleshark.server.config.ClusterConfig;
import io.whaleshark.server.config.EmbeddedConfig;
import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.server.metrics.Metrics;
import java.io.IOException;
import java.time.Clock;

/// An open engine, with what an operator needs of it. Closing it closes the engine.
public sealed interface Storage extends AutoCloseable permits EmbeddedStorage, ClusterStorage {

  /// The folder for native libraries that the settings name, else the usual one.
  static LibraryFolder libraries(ServerConfig config) {
    return config
        .libraries()
        .map(named -> new LibraryFolder(named.setting(), named.path().toAbsolutePath()))
        .orElseGet(() -> LibraryFolder.usual(System.getenv()));
  }

  /// Opens the engine that the settings choose.
  ///
  /// @param libraries the folder for native libraries
  /// @throws IOException if native libraries cannot be loaded
  /// @throws EngineException if the data cannot be used
  static Storage open(ServerConfig config, LibraryFolder libraries, Clock clock)
      throws IOException {
    return switch (config.engine()) {
      case EmbeddedConfig embedded ->
          EmbeddedStorage.open(config.named("data"), embedded, libraries);
      case ClusterConfig cluster -> ClusterStorage.open(cluster, config.largestInbox(), clock);
    };
  }

  /// The engine itself.
  Engine engine();

  /// What was committed, for followers outside.
  Journal journal();

  /// Adds what the engine measures.
  void watch(Metrics metrics);

  /// Starts to take the operator's orders, until the returned part is closed.
  AutoCloseable takeOrders();

  /// What to do when the other nodes have declared this one gone, where there are others.
  void whenGone(Runnable action);

  /// Where the data is, for the operator.
  String place();

  @Override
  void close();
}
