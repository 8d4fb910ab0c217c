package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.testkit.SnapshotsAndDeltas;
import java.nio.file.Path;

/// Goal: what pulls and pushes bring an old device makes it equal to a fresh one. Method: random
/// histories with devices that lose pushes, on the embedded engine.
class RocksDeltasTest extends SnapshotsAndDeltas {

  @Override
  protected Engine open(Path folder) {
    return RocksEngine.open(folder, new RocksEngine.Limits(8L << 20, 0));
  }
}
