#!/usr/bin/env bash
# HiveMQ: who was away finds the first thousand messages and none of those that came last, and their senders were told "success".
#
# With:  com.hivemq:hivemq-community-edition-embedded 2025.5 (the broker) and com.hivemq:hivemq-mqtt-client 1.4.2 from Maven Central;
#        Java 17 or newer, Maven. Seen on 2026-11-30.
# Guess: with a session and QoS 1 the broker keeps what comes while somebody is away. If that is too much, the oldest goes, as a ring
#        does it, or the sender gets one of the error codes that MQTT 5 has for it ("quota exceeded").
# Seen:  after a thousand waiting messages each further one is dropped for that user, and acknowledged with SUCCESS, like those before. Of
#        1100 messages the user gets 1 to 1000. The hundred newest are nowhere: not in the session, and not at the sender, which has
#        forgotten them at the acknowledgement. Those who are online get all, so a room's members see different rooms.
# So:    after a holiday the chat ends in the middle of the first week and then goes on with what is said now. Keep messages in a
#        database and let the broker only wake the client, or set the size and the strategy (discard-oldest) of its queued-messages,
#        and let the client look for holes by a sequence.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>com.hivemq</groupId><artifactId>hivemq-community-edition-embedded</artifactId><version>2025.5</version>
    </dependency>
    <dependency><groupId>com.hivemq</groupId><artifactId>hivemq-mqtt-client</artifactId><version>1.4.2</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult.Mqtt5Qos1Result;
import com.hivemq.embedded.EmbeddedHiveMQ;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

class Probe {
  static int port;

  public static void main(String[] arguments) throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path configuration = Files.createDirectory(Path.of("configuration"));
    Files.writeString(configuration.resolve("config.xml"), """
        <?xml version="1.0"?>
        <hivemq>
          <listeners><tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener></listeners>
          <persistence><mode>in-memory</mode></persistence>
          <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
        </hivemq>""".formatted(port));
    EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder().withConfigurationFolder(configuration)
        .withDataFolder(Files.createDirectory(Path.of("data"))).withExtensionsFolder(Files.createDirectory(Path.of("extensions")))
        .withoutLoggingBootstrap().build();
    broker.start().join();

    List<Integer> gotBob = new CopyOnWriteArrayList<>();
    List<Integer> gotCarol = new CopyOnWriteArrayList<>();
    Mqtt5AsyncClient bob = member("bob", gotBob);
    member("carol", gotCarol);
    bob.disconnect().join();

    Map<String, Integer> answers = new TreeMap<>();
    Mqtt5AsyncClient ann = client("ann");
    ann.connect().join();
    for (int number = 1; number <= 1100; number++) {
      Mqtt5Qos1Result result = (Mqtt5Qos1Result) ann.publishWith().topic("room/1").qos(MqttQos.AT_LEAST_ONCE)
          .payload(("" + number).getBytes(StandardCharsets.UTF_8)).send().join();
      answers.merge(result.getPubAck().getReasonCode().toString(), 1, Integer::sum);
    }
    connect(bob);
    for (int seconds = 0; seconds < 20 && gotBob.size() < 1000; seconds++) {
      Thread.sleep(1000);
    }
    Thread.sleep(2000); // for more, if there is more
    System.out.println("Ann writes 1 to 1100, the answers are " + answers);
    System.out.println("Carol, online, gets " + gotCarol.size());
    System.out.println("Bob, back, gets " + gotBob.size() + ": " + gotBob.get(0) + " to " + gotBob.get(gotBob.size() - 1));
    System.exit(0);
  }

  static Mqtt5AsyncClient client(String name) {
    return MqttClient.builder().useMqttVersion5().identifier(name).serverHost("127.0.0.1").serverPort(port).buildAsync();
  }

  static Mqtt5AsyncClient member(String name, List<Integer> got) {
    Mqtt5AsyncClient client = client(name);
    client.publishes(MqttGlobalPublishFilter.ALL, message ->
        got.add(Integer.parseInt(new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8))));
    connect(client);
    client.subscribeWith().topicFilter("room/1").qos(MqttQos.AT_LEAST_ONCE).send().join();
    return client;
  }

  static void connect(Mqtt5AsyncClient client) {
    client.connectWith().cleanStart(false).sessionExpiryInterval(86_400).send().join();
  }
}
EOF
timeout 120 java -cp 'lib/*' Probe.java 2>errors | grep -v ' INFO \| WARN ' >seen || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
Ann writes 1 to 1100, the answers are {SUCCESS=1100}
Carol, online, gets 1100
Bob, back, gets 1000: 1 to 1000
EOF
diff expected seen && echo "as noted"
