package io.whaleshark.server;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.engine.rocksdb.RocksEngine;
import io.whaleshark.server.config.ServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which data folder a command is about: the one that it names, or the one of the settings.
final class FolderOptions {

  @Option(names = "--config", paramLabel = "FILE", description = "The server's settings.")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "The data folder, in place of the one of the settings.")
  private @Nullable Path data;

  Path folder() {
    return data == null
        ? ServerConfig.read(config, System.getenv()).data()
        : data.toAbsolutePath().normalize();
  }

  /// Opens a data folder that exists. Nothing of the disk is reserved: what is there must open.
  ///
  /// @throws EngineException if there is none, or it does not open
  static RocksEngine open(Path folder) {
    requireDataFolder(folder);
    return RocksEngine.open(folder, new RocksEngine.Limits(CACHE_BYTES, 0));
  }

  /// Refuses what is no data folder.
  static void requireDataFolder(Path folder) {
    if (!Files.exists(folder.resolve("CURRENT"))) {
      throw new EngineException(
          EngineException.Kind.UNAVAILABLE,
          folder + ": no data folder of Whale Shark (expected: what a server or a backup wrote)");
    }
  }

  private static final long CACHE_BYTES = 64L << 20;
}
