package io.whaleshark.server.storage;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.engine.rocksdb.RocksEngine;
import io.whaleshark.server.files.FileReason;
import java.io.IOException;
import java.nio.file.Path;

/// Opens data folders. A failure names the setting that the folder comes from.
public final class DataFolder {

  private DataFolder() {}

  /// Opens a data folder, or creates it if it does not exist.
  ///
  /// @param named the option or setting that the folder comes from, for people
  /// @throws EngineException if the folder cannot be used
  public static RocksEngine open(String named, Path folder, RocksEngine.Limits limits) {
    try {
      return RocksEngine.open(folder, limits);
    } catch (EngineException e) {
      String why = e.getCause() instanceof IOException cause ? ": " + FileReason.of(cause) : "";
      throw new EngineException(e.kind(), named + ": " + e.getMessage() + why, e);
    }
  }
}
