#!/usr/bin/env bash
# Jedis: when a server of a cluster stalls for longer than the time-out, one push appends a message twice and reports success.
#
# With:  redis.clients:jedis 8.0.2, and Redis 6.2.11 in com.github.codemonstur:embedded-redis 1.4.4, both from Maven Central;
#        Java 17 or newer, Maven, Linux on x86-64. Seen on 2026-11-28.
# Guess: after its socket time-out the call throws, as the write may or may not have taken place; what is tried again by itself
#        are redirections and connections that could not be opened. So it is with the client for one server.
# Seen:  the client for a cluster sends the same RPUSH again on another connection, up to five times unless set otherwise. The
#        first one waits in the server meanwhile, so both are carried out. The call returns the length of the list, and no
#        exception tells of the second try. The client for one server sends once, and throws.
# So:    a pause of the server (a fork, a long script, a slow disk) that is a little longer than the time-out doubles messages,
#        receipts and counts. Write by scripts that look for the message's id first, or by commands that may run twice, or set
#        maxAttempts to 1 and decide in the program.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>redis.clients</groupId><artifactId>jedis</artifactId><version>8.0.2</version></dependency>
    <dependency>
      <groupId>com.github.codemonstur</groupId><artifactId>embedded-redis</artifactId><version>1.4.4</version>
    </dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import java.io.File;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.exceptions.JedisException;

class Probe {
  static HostAndPort node;
  static Jedis direct;

  public static void main(String[] arguments) throws Exception {
    Path server = Path.of("redis-server").toAbsolutePath();
    try (InputStream binary = Probe.class.getResourceAsStream("/redis-server-6.2.6-v5-linux-amd64")) {
      Files.copy(binary, server);
    }
    server.toFile().setExecutable(true);
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort() % 50_000 + 5_000; // the cluster's own port lies 10,000 above
    }
    node = new HostAndPort("127.0.0.1", port);
    Process redis = new ProcessBuilder(
            server.toString(), "--bind", "127.0.0.1", "--port", "" + port, "--save", "", "--cluster-enabled", "yes")
        .redirectErrorStream(true).redirectOutput(new File("redis.log")).start();
    try {
      direct = connect();
      direct.clusterAddSlots(IntStream.range(0, 16_384).toArray());
      while (!direct.clusterInfo().contains("cluster_state:ok")) {
        Thread.sleep(50);
      }
      var config = DefaultJedisClientConfig.builder().socketTimeoutMillis(1000).build();
      try (var one = RedisClient.builder().hostAndPort(node).clientConfig(config).build()) {
        probe("client for one server", "one", () -> one.rpush("one", "hello"));
      }
      try (var cluster = RedisClusterClient.builder().nodes(Set.of(node)).clientConfig(config).build()) {
        probe("client for a cluster", "cluster", () -> cluster.rpush("cluster", "hello"));
      }
    } finally {
      redis.destroy();
      redis.waitFor();
    }
  }

  static Jedis connect() throws InterruptedException {
    while (true) {
      try {
        Jedis jedis = new Jedis(node, DefaultJedisClientConfig.builder().socketTimeoutMillis(10_000).build());
        jedis.ping();
        return jedis;
      } catch (JedisException notYet) {
        Thread.sleep(50);
      }
    }
  }

  /** Lets the server stall for a second and a half, pushes meanwhile, and looks at the list afterwards. */
  static void probe(String what, String key, Supplier<Long> push) throws InterruptedException {
    push.get(); // so that the connection is there before
    Thread stall = new Thread(() -> direct.sendCommand(() -> "DEBUG".getBytes(), "SLEEP", "1.5"));
    stall.start();
    Thread.sleep(300);
    String outcome;
    try {
      outcome = "returns " + push.get();
    } catch (JedisException failed) {
      outcome = "fails";
    }
    stall.join();
    System.out.println(what + ": the second push " + outcome + ", the list has " + direct.llen(key));
  }
}
EOF
timeout 60 java -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
client for one server: the second push fails, the list has 2
client for a cluster: the second push returns 3, the list has 3
EOF
diff expected seen && echo "as noted"
