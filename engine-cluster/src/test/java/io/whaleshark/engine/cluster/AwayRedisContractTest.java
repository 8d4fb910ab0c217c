package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.engine.cluster.redis.RedisConfig;
import io.whaleshark.testkit.EngineContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: while Redis is away, the cluster engine is an engine. Method: the contract, on a real
/// PostgreSQL, with the address of a Redis where nobody listens.
@ExtendWith(Servers.class)
class AwayRedisContractTest extends EngineContract {

  private static final RedisConfig NOBODY =
      new RedisConfig(
          RedisConfig.Mode.SINGLE,
          List.of(new RedisConfig.Address("127.0.0.1", 1)),
          RedisConfig.Access.byPassword("guessed"),
          RedisConfig.Sizes.forBound(1_024));

  @Override
  protected Engine open(Path folder) {
    return Servers.open(Servers.config(folder), NOBODY);
  }
}
