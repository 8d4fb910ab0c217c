package io.whaleshark.server.tour;

import io.whaleshark.server.cluster.NodeSettings;
import io.whaleshark.services.PostgresServer;
import io.whaleshark.services.RedisServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Two nodes on a real PostgreSQL, and on a real Redis where a test needs one.
final class TwoNodes implements AutoCloseable {

  private final PostgresServer postgres;
  private final Optional<RedisServer> redis;
  private final TourServer first;
  private final TourServer second;

  private TwoNodes(Path folder, Optional<RedisServer> redis, Map<String, String> settings) {
    this.postgres = PostgresServer.start(folder.resolve("pg"), 0, Map.of("fsync", "off"));
    this.redis = redis;
    this.first = node("first", settings);
    this.second = node("second", settings);
  }

  /// @param settings of both nodes
  static TwoNodes start(Path folder, Map<String, String> settings) {
    return new TwoNodes(folder, Optional.empty(), settings);
  }

  /// @param settings of both nodes
  static TwoNodes startWithRedis(Path folder, Map<String, String> settings) {
    RedisServer redis = RedisServer.start(folder.resolve("redis"), 0, Map.of());
    Map<String, String> all = new HashMap<>(settings);
    all.put("WHALESHARK_REDIS_NODES", redis.host() + ":" + redis.port());
    all.put("WHALESHARK_REDIS_PASSWORD", redis.password());
    return new TwoNodes(folder, Optional.of(redis), all);
  }

  private TourServer node(String name, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(NodeSettings.of(name, postgres));
    all.putAll(settings);
    return TourServer.node(all);
  }

  TourServer first() {
    return first;
  }

  TourServer second() {
    return second;
  }

  @Override
  public void close() {
    second.close();
    first.close();
    redis.ifPresent(RedisServer::close);
    postgres.close();
  }
}
