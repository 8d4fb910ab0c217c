package io.whaleshark.engine.cluster;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.whaleshark.engine.cluster.redis.RedisConfig;
import java.time.Duration;

/// A plain client of Redis, for looking at keys and harming them.
record PlainRedis(RedisClient client, RedisCommands<String, byte[]> commands)
    implements AutoCloseable {

  static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  static PlainRedis of(RedisConfig config) {
    RedisConfig.Address node = config.nodes().getFirst();
    RedisClient client =
        RedisClient.create(
            RedisURI.builder()
                .withHost(node.host())
                .withPort(node.port())
                .withPassword(config.access().password().toCharArray())
                .build());
    return new PlainRedis(client, client.connect(CODEC).sync());
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
