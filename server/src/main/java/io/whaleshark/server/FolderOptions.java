package io.whaleshark.server;

import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Intake;
import io.whaleshark.engine.rocksdb.LibraryFolder;
import io.whaleshark.engine.rocksdb.RocksEngine;
import io.whaleshark.engine.rocksdb.RocksLibrary;
import io.whaleshark.server.config.ClusterConfig;
import io.whaleshark.server.config.ConfigException;
import io.whaleshark.server.config.EmbeddedConfig;
import io.whaleshark.server.config.EngineConfig;
import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.server.storage.DataFolder;
import io.whaleshark.server.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The data folder that a command works on: the one named on the command line, else the one in the
/// settings.
final class FolderOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The server's settings in YAML (or WHALESHARK_CONFIG; default none).")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description =
          "The data folder, in place of the one of the settings (default: theirs, which is data"
              + " unless they say otherwise).")
  private @Nullable Path data;

  private @Nullable ServerConfig settings;

  /// The settings of the engine, as far as they are not overridden.
  EngineConfig engine() {
    return data == null ? settings().engine() : embedded(data);
  }

  /// All settings of the server, which are read once.
  ServerConfig settings() {
    ServerConfig read = settings;
    if (read == null) {
      read = ServerConfig.read(config, System.getenv());
      settings = read;
    }
    return read;
  }

  /// The settings of the embedded engine on a folder.
  static EngineConfig embedded(Path folder) {
    return new EmbeddedConfig(folder.toAbsolutePath().normalize(), CACHE_BYTES, 0);
  }

  /// @throws ConfigException if there is no folder, since the engine is another one
  Path folder() {
    return switch (engine()) {
      case EmbeddedConfig embedded -> embedded.data();
      case ClusterConfig _ ->
          throw new ConfigException(
              settings().named("engine")
                  + ": cluster (expected: embedded, for this command; docs/cluster.md says how to"
                  + " back up and restore PostgreSQL)");
    };
  }

  /// The name of the setting that the data folder comes from, for people.
  String named() {
    return data == null ? settings().named("data") : "--data";
  }

  /// The folder for native libraries. Settings that `--data` replaces are not read for it alone: a
  /// folder may be examined where they do not hold.
  LibraryFolder libraries() {
    return data == null || config != null
        ? Storage.libraries(settings())
        : LibraryFolder.usual(System.getenv());
  }

  /// Opens an existing data folder. Reserves no disk space, so that a full disk does not prevent
  /// opening.
  ///
  /// @param named the option or setting that the folder comes from
  /// @throws IOException if native libraries cannot be loaded
  /// @throws EngineException if the folder does not exist or cannot be opened
  RocksEngine open(String named, Path folder) throws IOException {
    requireDataFolder(named, folder);
    RocksLibrary.load(libraries());
    return DataFolder.open(named, folder, LIMITS);
  }

  /// Opens everything that an existing data folder holds; otherwise like [#open].
  static Contents contents(String named, Path folder, LibraryFolder libraries) throws IOException {
    requireDataFolder(named, folder);
    RocksLibrary.load(libraries);
    return DataFolder.contents(named, folder, LIMITS);
  }

  /// Opens a data folder for everything of another store; makes it if it does not exist.
  ///
  /// @throws IOException if native libraries cannot be loaded
  /// @throws EngineException if there is something else, or it cannot be opened
  static Intake intake(String named, Path folder, LibraryFolder libraries) throws IOException {
    String[] files = folder.toFile().list();
    if (Files.exists(folder) && (files == null || files.length > 0)) {
      requireDataFolder(named, folder);
    }
    RocksLibrary.load(libraries);
    return DataFolder.intake(named, folder, LIMITS);
  }

  /// Refuses a path that is not a data folder.
  static void requireDataFolder(String named, Path folder) {
    if (!Files.exists(folder.resolve("CURRENT"))) {
      throw new EngineException(
          EngineException.Kind.REFUSED,
          named
              + ": "
              + folder
              + " is no data folder of Whale Shark (expected: what a server or a backup wrote)");
    }
  }

  private static final long CACHE_BYTES = 64L << 20;

  private static final RocksEngine.Limits LIMITS = new RocksEngine.Limits(CACHE_BYTES, 0);
}
