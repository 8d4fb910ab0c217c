package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.testkit.EngineContract;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: with inboxes from a Redis Cluster, the cluster engine is an engine. Method: the contract,
/// on a real PostgreSQL and three real primaries, which have got everything before each pull.
@ExtendWith(Servers.class)
class RedisClusterContractTest extends EngineContract {

  @Override
  protected Engine open(Path folder) {
    return new SettledEngine(
        Servers.connected(Servers.open(Servers.config(folder), Servers.redisCluster())));
  }
}
