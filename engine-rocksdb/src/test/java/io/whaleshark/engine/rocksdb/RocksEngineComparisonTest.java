package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.testkit.EngineComparison;
import java.nio.file.Path;

/// Goal: the embedded engine answers as the reference does, and leaves a sound folder. Method: the
/// same random histories on both; all answers are compared and the folder is examined.
class RocksEngineComparisonTest extends EngineComparison {

  private static final RocksEngine.Limits LIMITS = new RocksEngine.Limits(8L << 20, 0);

  @Override
  protected Engine open(Path folder) {
    return RocksEngine.open(folder, LIMITS);
  }

  @Override
  protected void inspect(Path folder) {
    try (RocksEngine engine = RocksEngine.open(folder, LIMITS)) {
      Diagnosis diagnosis = engine.examine();
      if (!diagnosis.isHealthy()) {
        throw new AssertionError("not healthy: " + diagnosis.named());
      }
    }
  }
}
