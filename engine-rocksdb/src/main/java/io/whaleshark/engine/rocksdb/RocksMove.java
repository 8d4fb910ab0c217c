package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Intake;
import java.nio.file.Path;

/// A data folder as one end of a move. As long as it is open, no server uses the folder.
public final class RocksMove {

  private RocksMove() {}

  /// Opens the contents of a data folder. The caller closes them.
  ///
  /// @throws EngineException if another process holds the folder, its layout is newer, or it is the
  ///   copy of an unfinished move
  public static Contents from(Path folder, RocksEngine.Limits limits) {
    RocksEngine engine = RocksEngine.open(folder, limits);
    return new RocksContents(engine.store(), engine::close);
  }

  /// Opens a data folder for the contents of another store, and makes it if it does not exist. The
  /// caller closes the intake.
  ///
  /// @throws EngineException if another process holds the folder, or its layout is newer
  public static Intake to(Path folder, RocksEngine.Limits limits) {
    return RocksIntake.open(folder, limits);
  }
}
