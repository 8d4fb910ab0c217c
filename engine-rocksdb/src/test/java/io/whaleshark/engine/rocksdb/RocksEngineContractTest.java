package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.testkit.EngineContract;
import java.nio.file.Path;

/// Goal: the embedded engine passes the engine contract. Method: the contract on real folders.
class RocksEngineContractTest extends EngineContract {

  @Override
  protected Engine open(Path folder) {
    return RocksEngine.open(folder, new RocksEngine.Limits(8L << 20, 0));
  }
}
