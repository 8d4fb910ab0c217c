package io.whaleshark.engine.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.KillArgs;
import io.whaleshark.engine.cluster.redis.Pokes;
import io.whaleshark.engine.cluster.redis.RedisClients;
import io.whaleshark.engine.cluster.redis.RedisConfig;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: nodes hear from one another how far an app has got, also after Redis has ended their
/// connections. Method: two nodes on a real Redis, and a plain client that disturbs them.
@ExtendWith(Servers.class)
@Timeout(60)
class PokesTest {

  private record Poke(int app, long stamp) {}

  /// A node that keeps what it hears of others.
  private record Listening(RedisClients clients, Pokes pokes, BlockingQueue<Poke> heard)
      implements AutoCloseable {

    static Listening open(RedisConfig redis, String cluster, String name) {
      RedisClients clients = new RedisClients(redis);
      BlockingQueue<Poke> heard = new ArrayBlockingQueue<>(1_024);
      Pokes pokes =
          Pokes.open(
              clients,
              cluster,
              name,
              Clock.systemUTC(),
              (app, stamp) -> heard.add(new Poke(app, stamp)));
      return new Listening(clients, pokes, heard);
    }

    /// Until it hears itself.
    Listening awaitArriving() throws InterruptedException {
      while (!pokes.arrive()) {
        pokes.greet();
        assertThat(heard.poll(10, TimeUnit.MILLISECONDS)).as("heard of others").isNull();
      }
      return this;
    }

    Poke next() throws InterruptedException {
      Poke next = heard.poll(30, TimeUnit.SECONDS);
      assertThat(next).as("a poke").isNotNull();
      return next;
    }

    @Override
    public void close() {
      clients.close();
    }
  }

  private static void hearEachOther(RedisConfig redis) throws Exception {
    try (Listening one = Listening.open(redis, "c", "one").awaitArriving();
        Listening other = Listening.open(redis, "c", "other").awaitArriving()) {
      one.pokes().poke(7, 1_767_225_600_000_001L);
      other.pokes().poke(8, 2);
      assertThat(other.next()).isEqualTo(new Poke(7, 1_767_225_600_000_001L));
      assertThat(one.next()).isEqualTo(new Poke(8, 2));
      assertThat(one.heard()).as("own pokes, greetings").isEmpty();
      assertThat(one.pokes().heard()).isOne();
    }
  }

  @Test
  @DisplayName("a poke comes to all other nodes, not to its own")
  void heard() throws Exception {
    hearEachOther(Servers.redis());
  }

  @Test
  @DisplayName("so it does from any node of a Redis Cluster to any other")
  void heardInCluster() throws Exception {
    hearEachOther(Servers.redisCluster());
  }

  @Test
  @DisplayName("what is no poke is heard by nobody, and neither is another cluster's")
  void foreign() throws Exception {
    RedisConfig redis = Servers.redis();
    try (PlainRedis plain = PlainRedis.of(redis);
        Listening alone = Listening.open(redis, "other", "one").awaitArriving();
        Listening one = Listening.open(redis, "foreign", "one").awaitArriving()) {
      List<String> wrong =
          List.of("", "x", "x 1", "x 1 2 3", "x -1 2", "x 9999999999 2", "x 1 9999999999999999999");
      for (String text : wrong) {
        publish(plain, "foreign", text);
      }
      publish(plain, "foreign", "x 1 2");
      assertThat(one.next()).isEqualTo(new Poke(1, 2));
      assertThat(new ArrayList<>(alone.heard())).isEmpty();
    }
  }

  private static void publish(PlainRedis plain, String cluster, String text) {
    plain.commands().publish("whaleshark:" + cluster + ":news", text.getBytes(US_ASCII));
  }

  @Test
  @DisplayName("pokes arrive again after Redis has ended the connection that listens")
  void subscribesAgain() throws Exception {
    RedisConfig redis = Servers.redis();
    try (PlainRedis plain = PlainRedis.of(redis);
        Listening one = Listening.open(redis, "again", "one").awaitArriving()) {
      long ended = plain.commands().clientKill(KillArgs.Builder.typePubsub());
      assertThat(ended).isPositive();
      while (one.heard().isEmpty()) {
        publish(plain, "again", "x 1 2");
      }
      assertThat(one.next()).isEqualTo(new Poke(1, 2));
    }
  }
}
