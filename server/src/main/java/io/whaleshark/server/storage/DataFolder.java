package io.whaleshark.server.storage;

import io.whaleshark.cli.FileReason;
import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Intake;
import io.whaleshark.engine.rocksdb.RocksEngine;
import io.whaleshark.engine.rocksdb.RocksMove;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/// Opens data folders. A failure names the setting that the folder comes from.
public final class DataFolder {

  private DataFolder() {}

  /// Opens a data folder, or creates it if it does not exist.
  ///
  /// @param named the option or setting that the folder comes from, for people
  /// @throws EngineException if the folder cannot be used
  public static RocksEngine open(String named, Path folder, RocksEngine.Limits limits) {
    return named(named, () -> RocksEngine.open(folder, limits));
  }

  /// Opens everything that a data folder holds; see [#open].
  public static Contents contents(String named, Path folder, RocksEngine.Limits limits) {
    return named(named, () -> RocksMove.from(folder, limits));
  }

  /// Opens a data folder for everything of another store; see [#open].
  public static Intake intake(String named, Path folder, RocksEngine.Limits limits) {
    return named(named, () -> RocksMove.to(folder, limits));
  }

  private static <T> T named(String named, Supplier<T> opening) {
    try {
      return opening.get();
    } catch (EngineException e) {
      String why = e.getCause() instanceof IOException cause ? ": " + FileReason.of(cause) : "";
      throw new EngineException(e.kind(), named + ": " + e.getMessage() + why, e);
    }
  }
}
