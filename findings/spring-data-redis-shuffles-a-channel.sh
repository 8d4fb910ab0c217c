#!/usr/bin/env bash
# Spring Data Redis: a listener hears the messages of one channel in another order than they were published in.
#
# With:  org.springframework.data:spring-data-redis 4.1.2, io.lettuce:lettuce-core 7.7.0.RELEASE, and Redis 6.2.11 in
#        com.github.codemonstur:embedded-redis 1.4.4 from Maven Central; Java 17 or newer, Maven, Linux on x86-64.
#        Seen on 2026-11-28.
# Guess: Redis gives a channel's messages to a connection in order, the container has one connection and one listener for it, so
#        the listener is called for one message after the other, if perhaps on a thread of the container.
# Seen:  the container starts a new thread for each message, and the listener is called by all of them at once. While it handles
#        message 1, message 2 is there and done. Even with a listener that only notes what it hears, some of 1000 messages change
#        places. A task executor with one thread puts it right; nothing else in the container does.
# So:    servers of a chat that hand messages to each other by Redis channels show them shuffled to those who are connected, the
#        more the busier the machine is, while the history is right. Set an executor of one thread, or sort by sequence.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.springframework.data</groupId><artifactId>spring-data-redis</artifactId><version>4.1.2</version></dependency>
    <dependency><groupId>io.lettuce</groupId><artifactId>lettuce-core</artifactId><version>7.7.0.RELEASE</version></dependency>
    <dependency><groupId>com.github.codemonstur</groupId><artifactId>embedded-redis</artifactId><version>1.4.4</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import redis.embedded.RedisServer;

class Probe {
  static LettuceConnectionFactory factory;

  public static void main(String[] arguments) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    RedisServer redis = RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"").build();
    redis.start();
    try {
      factory = new LettuceConnectionFactory("127.0.0.1", port);
      factory.afterPropertiesSet();
      factory.start();
      probe("as it comes", null);
      probe("with one thread", Executors.newSingleThreadExecutor());
    } finally {
      redis.stop();
    }
    System.exit(0);
  }

  /** Publishes 1 to 5; the first of them takes the listener until the others were heard, or for a second. */
  static void probe(String what, Executor executor) throws Exception {
    RedisMessageListenerContainer container = new RedisMessageListenerContainer();
    container.setConnectionFactory(factory);
    if (executor != null) {
      container.setTaskExecutor(executor);
    }
    List<String> heard = new CopyOnWriteArrayList<>();
    CountDownLatch others = new CountDownLatch(4);
    CountDownLatch all = new CountDownLatch(5);
    container.addMessageListener((message, pattern) -> {
      String text = new String(message.getBody());
      if (text.equals("1")) {
        try {
          others.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      heard.add(text);
      others.countDown();
      all.countDown();
    }, new ChannelTopic("room"));
    container.afterPropertiesSet();
    container.start();
    StringRedisTemplate template = new StringRedisTemplate(factory);
    for (int number = 1; number <= 5; number++) {
      template.convertAndSend("room", "" + number);
    }
    all.await(20, TimeUnit.SECONDS);
    System.out.println(what + ": heard " + heard.size() + ", the first published is done "
        + (heard.indexOf("1") == 0 ? "first" : "last"));
    container.destroy();
  }
}
EOF
timeout 60 java -Djava.io.tmpdir="$folder" -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
as it comes: heard 5, the first published is done last
with one thread: heard 5, the first published is done first
EOF
diff expected seen && echo "as noted"
