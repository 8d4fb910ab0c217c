package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.testkit.EngineComparison;
import java.nio.file.Path;

/// Goal: the embedded engine answers as the reference does. Method: the same random histories on
/// both, everything compared.
class RocksEngineComparisonTest extends EngineComparison {

  @Override
  protected Engine open(Path folder) {
    return RocksEngine.open(folder, new RocksEngine.Limits(8L << 20, 0));
  }
}
