#!/usr/bin/env bash
# Hazelcast: an answer gets a lower id than its question, if they go through two servers, by up to ten minutes.
#
# With:  com.hazelcast:hazelcast 5.7.0 from Maven Central; Java 17 or newer, Maven. Seen on 2026-11-30.
# Guess: ids of a FlakeIdGenerator begin with the time, so those of two members are out of order by no more than their clocks: "roughly
#        ordered" means milliseconds, and messages that are seconds apart sort right.
# Seen:  each member takes a hundred ids at once and hands them out for up to ten minutes. They have the time at which they were
#        taken. An answer that is sent seconds later through the other server has the id of before, and is lower. Within
#        one member they rise. With a prefetch count of 1 the order is that of the clocks.
# So:    in a quiet chat, where a hundred ids last long, answers stand before questions and "after the last one seen" skips them; under
#        a load test, or with one server, all is right. Set the prefetch count to 1, or number messages within the conversation.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mvn -q --batch-mode dependency:copy -Dartifact=com.hazelcast:hazelcast:5.7.0 -DoutputDirectory=. >/dev/null 2>&1

cat >Probe.java <<'EOF'
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.flakeidgen.FlakeIdGenerator;
import java.net.ServerSocket;

class Probe {
  static final int MILLIS = 22; // the time is what stands above the 22 bits of sequence and member

  public static void main(String[] arguments) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Config config = new Config();
    config.setProperty("hazelcast.logging.type", "none").setProperty("hazelcast.phone.home.enabled", "false");
    config.getNetworkConfig().setPort(port).getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    var join = config.getNetworkConfig().getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).addMember("127.0.0.1:" + port);
    config.getFlakeIdGeneratorConfig("one by one").setPrefetchCount(1);
    HazelcastInstance first = Hazelcast.newHazelcastInstance(config);
    HazelcastInstance second = Hazelcast.newHazelcastInstance(config);
    try {
      var unset = config.getFlakeIdGeneratorConfig("messages");
      System.out.println(
          "members: " + first.getCluster().getMembers().size() + ", ids at once: " + unset.getPrefetchCount()
              + ", for minutes: " + unset.getPrefetchValidityMillis() / 60_000);
      probe("messages", first, second);
      probe("one by one", first, second);
    } finally {
      second.shutdown();
      first.shutdown();
    }
  }

  /** A conversation of two people who are connected to one server each, with seconds between their messages. */
  static void probe(String name, HazelcastInstance first, HazelcastInstance second) throws InterruptedException {
    FlakeIdGenerator anns = first.getFlakeIdGenerator(name);
    FlakeIdGenerator bobs = second.getFlakeIdGenerator(name);
    long hello = anns.newId();
    Thread.sleep(2000);
    long question = bobs.newId();
    Thread.sleep(2000);
    long answer = anns.newId();
    System.out.println(
        name + ": the answer of one server to the other is " + (answer > question ? "higher" : "lower")
            + ", in one server " + (answer > hello ? "higher" : "lower")
            + ", the seconds between Ann's two messages are " + Math.round(((answer >> MILLIS) - (hello >> MILLIS)) / 1000.0));
  }
}
EOF
timeout 100 java -cp hazelcast-5.7.0.jar Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
members: 2, ids at once: 100, for minutes: 10
messages: the answer of one server to the other is lower, in one server higher, the seconds between Ann's two messages are 0
one by one: the answer of one server to the other is higher, in one server higher, the seconds between Ann's two messages are 4
EOF
diff expected seen && echo "as noted"
