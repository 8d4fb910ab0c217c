package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.testkit.EngineContract;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: the cluster engine is an engine. Method: the contract, on a real PostgreSQL.
@ExtendWith(Servers.class)
class ClusterEngineContractTest extends EngineContract {

  @Override
  protected Engine open(Path folder) {
    return Servers.open(Servers.config(folder));
  }
}
