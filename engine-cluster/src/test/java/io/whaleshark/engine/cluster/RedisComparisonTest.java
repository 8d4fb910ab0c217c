package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.testkit.EngineComparison;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: with inboxes from Redis, the cluster engine answers as the reference does. Method: the
/// same random histories on both, everything compared.
@ExtendWith(Servers.class)
class RedisComparisonTest extends EngineComparison {

  private static final int HISTORIES = 15;

  @Override
  protected int histories() {
    return HISTORIES;
  }

  @Override
  protected Engine open(Path folder) {
    return new SettledEngine(
        Servers.connected(Servers.open(Servers.config(folder), Servers.redis())));
  }
}
