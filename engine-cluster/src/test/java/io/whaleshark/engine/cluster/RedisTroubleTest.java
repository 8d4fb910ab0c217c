package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.engine.cluster.redis.RedisConfig;
import io.whaleshark.engine.cluster.redis.RedisExaminer;
import io.whaleshark.services.RedisCluster;
import io.whaleshark.services.RedisSentinels;
import io.whaleshark.services.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Goal: devices that pull get everything once, while Redis is killed, hangs, fails over or has no
/// memory. Method: a real PostgreSQL, a Redis of each test's own, and devices that pull all the
/// time while others send. One of two writers never puts anything into Redis.
@ExtendWith(Servers.class)
@Timeout(180)
class RedisTroubleTest {

  private static final int BATCHES = 300;

  @TempDir private Path folder = Path.of("");

  private static RedisConfig config(RedisConfig.Mode mode, RedisServer server) {
    return new RedisConfig(
        mode,
        List.of(new RedisConfig.Address(server.host(), server.port())),
        RedisConfig.Access.byPassword(server.password()),
        RedisConfig.Sizes.forBound(100));
  }

  private static RedisServer start(Path folder, int port) {
    return RedisServer.start(folder, port, Map.of("save", "\"\"", "appendonly", "no"));
  }

  /// @return how many pulls Redis answered
  private static long load(String name, RedisConfig redis, InboxLoad.Meanwhile meanwhile)
      throws Exception {
    PostgresConfig postgres = Servers.config(name);
    try (ClusterEngine plain = Servers.open(postgres);
        ClusterEngine one = Servers.open(postgres, redis);
        ClusterEngine other = Servers.open(postgres, redis)) {
      new InboxLoad(1, List.of(plain, one), List.of(one, other), plain).run(BATCHES, meanwhile);
      return one.pullsFromRedis() + other.pullsFromRedis();
    }
  }

  @Test
  @DisplayName("P4 pulls, additions and fills that meet skip nothing and repeat nothing")
  void pullsMeetAdditions() throws Exception {
    assertThat(load("meet", Servers.redis(RedisConfig.Sizes.forBound(100)), _ -> {})).isPositive();
  }

  @Test
  @DisplayName("P4 so it is while Redis is killed and comes back empty")
  void killed() throws Exception {
    RedisServer[] server = {start(folder.resolve("redis"), 0)};
    try {
      long answered =
          load(
              "killed",
              config(RedisConfig.Mode.SINGLE, server[0]),
              batch -> {
                if (batch % 100 == 50) {
                  server[0].kill();
                } else if (batch % 100 == 80) {
                  server[0] = start(folder.resolve("redis"), server[0].port());
                }
              });
      assertThat(answered).isPositive();
    } finally {
      server[0].close();
    }
  }

  @Test
  @DisplayName("P4 so it is while Redis hangs")
  void hangs() throws Exception {
    try (RedisServer server = start(folder.resolve("redis"), 0)) {
      long answered =
          load(
              "hangs",
              config(RedisConfig.Mode.SINGLE, server),
              batch -> {
                if (batch % 100 == 50) {
                  server.pause();
                } else if (batch % 100 == 80) {
                  server.resume();
                }
              });
      assertThat(answered).isPositive();
    }
  }

  @Test
  @DisplayName(
      "P4 so it is while a primary of a Redis Cluster is killed, and its replica takes over")
  void failover() throws Exception {
    try (RedisCluster cluster = RedisCluster.start(folder.resolve("cluster"), 3, 1)) {
      String key = "7:OfflineMessage:alice";
      long answered =
          load(
              "failover",
              config(RedisConfig.Mode.CLUSTER, cluster.nodes().getFirst()),
              batch -> {
                if (batch == 100) {
                  cluster.primaryOf(key).kill();
                } else if (batch == 120) {
                  cluster.primaryOf(key); // until the replica is one
                }
              });
      assertThat(answered).isPositive();
    }
  }

  @Test
  @DisplayName("P4 so it is while a primary is killed, and sentinels let its replica take over")
  void failoverBySentinels() throws Exception {
    try (RedisSentinels redis = RedisSentinels.start(folder.resolve("sentinels"))) {
      RedisConfig config = config(redis);
      assertThat(RedisExaminer.examine(config).faults()).isEmpty();
      long answered =
          load(
              "sentinels",
              config,
              batch -> {
                if (batch == 100) {
                  redis.primary().kill();
                } else if (batch == 120) {
                  redis.awaitFailover();
                }
              });
      assertThat(answered).isPositive();
      redis.sentinels().getFirst().kill(); // the others know the new primary, too
      try (ClusterEngine engine = Servers.open(Servers.config("after"), config)) {
        Servers.connected(engine);
      }
    }
  }

  @Test
  @DisplayName("a refused password is named by its own setting: of sentinels, or of Redis")
  void whosePassword() {
    try (RedisSentinels redis = RedisSentinels.start(folder.resolve("sentinels"))) {
      String password = redis.primary().password();
      assertThat(faults(config(redis, password, "guessed")))
          .singleElement()
          .asString()
          .startsWith("a sentinel refuses its password: WRONGPASS")
          .endsWith("(expected: redis.sentinel-password as the sentinels know it)");
      assertThat(faults(config(redis, "guessed", password)))
          .singleElement()
          .asString()
          .startsWith("it refuses the password: WRONGPASS")
          .endsWith("(expected: redis.user and redis.password as Redis knows them)");
    }
  }

  @Test
  @DisplayName("what is wrong with a Redis that is slow is found nevertheless")
  void slowAndGuessed() {
    try (RedisServer server = start(folder.resolve("redis"), 0)) {
      server.pause();
      CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS).execute(server::resume);
      assertThat(RedisExaminer.examine(guessed(server.host(), server.port())).faults())
          .singleElement()
          .asString()
          .startsWith("it refuses the password: WRONGPASS");
    }
  }

  @Test
  @DisplayName("so it is when a connection ends before its answer was read")
  void cutAndGuessed() throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (RedisServer server = start(folder.resolve("redis"), 0);
        ServerSocket door = new ServerSocket(0, 1, here)) {
      Thread.startVirtualThread(() -> {
        try {
          door.accept().close();
          while (true) {
            Socket outside = door.accept();
            Socket inside = new Socket(server.host(), server.port());
            Thread.startVirtualThread(() -> pass(outside, inside));
            Thread.startVirtualThread(() -> pass(inside, outside));
          }
        } catch (IOException _) {
          // the door is closed
        }
      });
      assertThat(
              RedisExaminer.examine(guessed(here.getHostAddress(), door.getLocalPort())).faults())
          .singleElement()
          .asString()
          .startsWith("it refuses the password: WRONGPASS");
    }
  }

  @Test
  @DisplayName("a guessed password is found, however often it is tried")
  void guessedOften() throws Exception {
    try (RedisServer server = start(folder.resolve("redis"), 0);
        var pool = new ForkJoinPool(8)) {
      RedisConfig config = guessed(server.host(), server.port());
      List<Callable<List<String>>> tries =
          Collections.nCopies(2_000, () -> RedisExaminer.examine(config).faults());
      for (Future<List<String>> faults : pool.invokeAll(tries)) {
        assertThat(faults.get())
            .singleElement()
            .asString()
            .startsWith("it refuses the password: WRONGPASS");
      }
    }
  }

  /// Until one of them closes.
  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // one of them closed
    }
  }

  private static RedisConfig guessed(String host, int port) {
    return new RedisConfig(
        RedisConfig.Mode.SINGLE,
        List.of(new RedisConfig.Address(host, port)),
        RedisConfig.Access.byPassword("guessed"),
        RedisConfig.Sizes.forBound(100));
  }

  /// Asks a few times: on a busy machine a sentinel may not answer in time, which is no fault.
  private static List<String> faults(RedisConfig config) {
    return Stream.generate(() -> RedisExaminer.examine(config).faults())
        .limit(5)
        .filter(faults -> !faults.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static RedisConfig config(RedisSentinels redis) {
    return config(redis, redis.primary().password(), redis.primary().password());
  }

  private static RedisConfig config(RedisSentinels redis, String password, String ofSentinels) {
    return new RedisConfig(
        RedisConfig.Mode.SENTINEL,
        redis.sentinels().stream()
            .map(sentinel -> new RedisConfig.Address(sentinel.host(), sentinel.port()))
            .toList(),
        new RedisConfig.Access(
            "",
            password,
            Optional.of(new RedisConfig.Sentinels(redis.name(), ofSentinels)),
            false,
            Optional.empty()),
        RedisConfig.Sizes.forBound(100));
  }

  @Test
  @DisplayName("P4 so it is while Redis has no memory left, whether it evicts keys or refuses")
  void noMemory() throws Exception {
    try (RedisServer server = start(folder.resolve("redis"), 0)) {
      RedisConfig config = config(RedisConfig.Mode.SINGLE, server);
      try (PlainRedis redis = PlainRedis.of(config)) {
        long answered =
            load(
                "memory",
                config,
                batch -> {
                  switch (batch % 100) {
                    case 20 -> redis.commands().configSet("maxmemory", "1");
                    case 40 -> {
                      redis.commands().configSet("maxmemory-policy", "allkeys-lru");
                      redis.commands().configSet("maxmemory", "1100000");
                    }
                    case 80 -> {
                      redis.commands().configSet("maxmemory", "0");
                      redis.commands().configSet("maxmemory-policy", "noeviction");
                    }
                    default -> {}
                  }
                });
        assertThat(answered).isPositive();
      }
    }
  }

  @Test
  @DisplayName("a node starts while Redis is away, and uses it once it is there")
  void startsWithoutRedis() throws Exception {
    RedisServer first = start(folder.resolve("redis"), 0);
    RedisConfig config = config(RedisConfig.Mode.SINGLE, first);
    first.kill();
    PostgresConfig postgres = Servers.config("without");
    RedisServer[] server = new RedisServer[1];
    try (ClusterEngine plain = Servers.open(postgres);
        ClusterEngine one = Servers.open(postgres, config);
        ClusterEngine other = Servers.open(postgres, config)) {
      new InboxLoad(1, List.of(plain, one), List.of(one, other), plain)
          .run(
              BATCHES,
              batch -> {
                if (batch == 50) {
                  server[0] = start(folder.resolve("redis"), first.port());
                } else if (batch == 100) {
                  assertThat(Servers.connected(one).pullsFromRedis()).isPositive();
                  assertThat(Servers.connected(other).pullsFromRedis()).isPositive();
                }
              });
    } finally {
      server[0].close();
    }
  }
}
