#!/usr/bin/env bash
# Kafka Streams: the hourly digest of a quiet chat is sent when somebody writes again; and a clock a day ahead leaves a day of messages out.
#
# With:  org.apache.kafka:kafka-streams-test-utils 4.1.1 (its TopologyTestDriver) from Maven Central; Java 17 or newer, Maven.
#        Seen on 2026-11-30.
# Guess: a count per hour with suppress(untilWindowCloses) is handed on when the hour is over. Each message counts in the hour of its own
#        timestamp, whatever other messages say.
# Seen:  the hour is over when a message with a later timestamp comes through the same partition. Two days of silence bring nothing, and
#        the next message, of whatever room, brings the digest of the day before yesterday. And one message of a phone whose clock is
#        a day ahead ends all hours until then: what the others write in the next day is dropped as too late, without an error, and
#        the hour in which it was written is counted too early.
# So:    "you missed 12 messages" comes when one is back anyway, and one wrong clock empties the counts of all who share a partition.
#        Close windows by a punctuator on wall-clock time, take the broker's append time (LogAppendTime) for the timestamp, and test
#        with a last message after which nothing comes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-streams-test-utils</artifactId><version>4.1.1</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.Suppressed.BufferConfig;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.Stores;

class Probe {
  static final Serde<String> TEXT = Serdes.String();
  static TestInputTopic<String, String> messages;
  static TestOutputTopic<String, String> digests;

  public static void main(String[] arguments) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream("messages", Consumed.with(TEXT, TEXT)).groupByKey()
        .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofHours(1), Duration.ofMinutes(5)))
        .count(Materialized.<String, Long>as(
                Stores.inMemoryWindowStore("counts", Duration.ofHours(2), Duration.ofHours(1), false))
            .withKeySerde(TEXT).withValueSerde(Serdes.Long()))
        .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded())).toStream()
        .map((window, count) -> KeyValue.pair(window.key(), window.window().startTime() + ": " + count))
        .to("digests", Produced.with(TEXT, TEXT));
    Properties properties = new Properties();
    properties.put("application.id", "digests");
    properties.put("bootstrap.servers", "nowhere:1");
    properties.put("state.dir", "state");
    try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), properties, Instant.parse("2026-01-05T09:00:00Z"))) {
      messages = driver.createInputTopic("messages", TEXT.serializer(), TEXT.serializer());
      digests = driver.createOutputTopic("digests", TEXT.deserializer(), TEXT.deserializer());
      write("team", "2026-01-05T09:10:00Z");
      write("team", "2026-01-05T09:50:00Z");
      driver.advanceWallClockTime(Duration.ofDays(2));
      show("two messages, and two days later");
      write("other", "2026-01-07T09:00:00Z");
      show("somebody writes in another room");
      write("other", "2026-01-08T09:01:00Z");
      show("a message of a clock that is a day ahead");
      write("team", "2026-01-07T09:02:00Z");
      write("team", "2026-01-07T16:00:00Z");
      write("team", "2026-01-09T16:00:00Z");
      show("two on the right day, and one two days later");
    }
  }

  static void write(String room, String time) {
    messages.pipeInput(room, "hello", Instant.parse(time));
  }

  static void show(String what) {
    System.out.println(what + ": " + digests.readKeyValuesToList());
  }
}
EOF
timeout 60 java -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
two messages, and two days later: []
somebody writes in another room: [KeyValue(team, 2026-01-05T09:00:00Z: 2)]
a message of a clock that is a day ahead: [KeyValue(other, 2026-01-07T09:00:00Z: 1)]
two on the right day, and one two days later: [KeyValue(other, 2026-01-08T09:00:00Z: 1)]
EOF
diff expected seen && echo "as noted"
