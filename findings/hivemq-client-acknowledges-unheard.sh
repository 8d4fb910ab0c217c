#!/usr/bin/env bash
# HiveMQ's MQTT client: what waited for a user is acknowledged and dropped, if the program is slow to subscribe.
#
# With:  com.hivemq:hivemq-mqtt-client 1.4.2 and, as broker, io.moquette:moquette-broker 0.17 from Maven Central; Java 17 or newer, Maven.
#        Seen on 2026-11-30.
# Guess: a message of QoS 1 is acknowledged when somebody has it: the client keeps what arrives until there is a consumer, or leaves it
#        unacknowledged, so that the broker gives it again. It knows that a session is there and that nobody listens yet.
# Seen:  with a session from before, the broker sends what waited as soon as the client is connected. What comes before subscribe with its
#        callback is acknowledged and heard by nobody, now or at a later connection, with manual acknowledgement, too. Subscribing
#        as the very next call often wins that race; half a second for reading the list of chats loses it. A client that was only cut
#        off, and one that calls publishes(ALL) before it connects, hear all.
# So:    a program that starts hears live messages and has lost those of the night, on slow machines more than in tests, which subscribe
#        before anybody writes. Call publishes(ALL) before connect, always, and test with a second client of the same id.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.hivemq</groupId><artifactId>hivemq-mqtt-client</artifactId><version>1.4.2</version></dependency>
    <dependency><groupId>io.moquette</groupId><artifactId>moquette-broker</artifactId><version>0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import io.moquette.broker.Server;
import io.moquette.broker.config.MemoryConfig;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

class Probe {
  static int port;
  static Mqtt3AsyncClient alice;
  static ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();

  public static void main(String[] arguments) throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "host", "127.0.0.1", "port", "" + port, "allow_anonymous", "true", "persistence_enabled", "false",
            "telemetry_enabled", "false", "data_path", System.getProperty("java.io.tmpdir")));
    Server broker = new Server();
    broker.startServer(new MemoryConfig(properties));
    alice = client("alice");
    connect(alice);
    Mqtt3AsyncClient bob = client("bob");
    connect(bob);
    subscribe(bob, false);
    bob.disconnect().join();

    say("hello");
    connect(bob);
    show("the same client, cut off and back", bob);

    say("lunch?");
    Mqtt3AsyncClient second = client("bob");
    connect(second);
    Thread.sleep(500); // reads its chats
    subscribe(second, false);
    show("a new one, connect, a pause, subscribe", second);

    say("are you there?");
    Mqtt3AsyncClient third = client("bob");
    connect(third);
    Thread.sleep(500);
    subscribe(third, true);
    show("a new one, the same with manual acknowledgement", third);

    Mqtt3AsyncClient fourth = client("bob");
    say("see you");
    fourth.publishes(MqttGlobalPublishFilter.ALL, Probe::hear);
    connect(fourth);
    show("a new one, publishes and connect", fourth);
    System.exit(0);
  }

  static Mqtt3AsyncClient client(String id) {
    return MqttClient.builder().useMqttVersion3().identifier(id).serverHost("127.0.0.1").serverPort(port).buildAsync();
  }

  static void connect(Mqtt3AsyncClient client) {
    client.connectWith().cleanSession(false).send().join();
  }

  static void subscribe(Mqtt3AsyncClient client, boolean manual) {
    client.subscribeWith().topicFilter("inbox/bob").qos(MqttQos.AT_LEAST_ONCE)
        .callback(Probe::hear).manualAcknowledgement(manual).send().join();
  }

  static void hear(Mqtt3Publish message) {
    heard.add(new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8));
  }

  static void say(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    alice.publishWith().topic("inbox/bob").qos(MqttQos.AT_LEAST_ONCE).payload(payload).send().join();
  }

  /** Waits for what may come, and disconnects. */
  static void show(String what, Mqtt3AsyncClient client) throws InterruptedException {
    Thread.sleep(1500);
    client.disconnect().join();
    System.out.println(what + ": hears " + (heard.isEmpty() ? "nothing" : String.join(", ", List.copyOf(heard))));
    heard.clear();
  }
}
EOF
timeout 60 java -Djava.io.tmpdir="$folder" -cp 'lib/*' Probe.java 2>errors >seen || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
the same client, cut off and back: hears hello
a new one, connect, a pause, subscribe: hears nothing
a new one, the same with manual acknowledgement: hears nothing
a new one, publishes and connect: hears see you
EOF
diff expected seen && echo "as noted"
