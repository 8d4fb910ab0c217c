package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.testkit.SnapshotsAndDeltas;
import java.nio.file.Path;

/// Goal: pulls and pushes bring an old device to the state of a fresh one. Method: random histories
/// on the embedded engine, with devices that lose pushes.
class RocksDeltasTest extends SnapshotsAndDeltas {

  @Override
  protected Engine open(Path folder) {
    return RocksEngine.open(folder, new RocksEngine.Limits(8L << 20, 0));
  }
}
