package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.testkit.SnapshotsAndDeltas;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: with inboxes from Redis, what pulls and pushes bring an old device makes it equal to a
/// fresh one. Method: random histories with devices that lose pushes, on a real PostgreSQL and a
/// real Redis Cluster, which may be behind.
@ExtendWith(Servers.class)
class RedisDeltasTest extends SnapshotsAndDeltas {

  private static final int HISTORIES = 10;

  @Override
  protected int histories() {
    return HISTORIES;
  }

  @Override
  protected Engine open(Path folder) {
    return Servers.connected(Servers.open(Servers.config(folder), Servers.redisCluster()));
  }
}
