#!/usr/bin/env bash
# @platformatic/kafka: of the rooms that a Java server and a Node.js server write to, half have their messages in two partitions.
#
# With:  @platformatic/kafka 1.35.0 and kafkajs 2.2.4 from npm, org.apache.kafka:kafka-clients 4.1.1 from Maven Central; Node.js 20
#        or newer, Java 17 or newer, Maven. Seen on 2026-11-30.
# Guess: the key of a message picks its partition by murmur2, in each client alike: that is what keeps the messages of a room in order when
#        several services write to it. @platformatic/kafka exports murmur2, and gives the same hashes.
# Seen:  Java and kafkajs clear the highest bit of the hash before they divide, and the default of @platformatic/kafka takes the hash as an
#        unsigned number. With 4, 8 or 16 partitions that is the same; with 6, 12 or 100, each room whose hash has the bit lands elsewhere:
#        about half of them. Its compatibilityPartitioner, which one has to know of, agrees with Java.
# So:    readers get such a room's messages from two partitions, in no order, and a compacted topic keeps two last states of it. Give
#        the partitioner, always; and test with 12 partitions, as a test topic with one, four or eight shows nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @platformatic/kafka@1.35.0 kafkajs@2.2.4 >/dev/null
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-clients</artifactId><version>4.1.1</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

class Probe {
  /** Prints the partition of each of a thousand rooms, for each number of partitions that is given. */
  public static void main(String[] counts) {
    for (String count : counts) {
      for (int room = 1; room <= 1000; room++) {
        byte[] key = ("room-" + room).getBytes(StandardCharsets.UTF_8);
        System.out.println(BuiltInPartitioner.partitionForKey(key, Integer.parseInt(count)));
      }
    }
  }
}
EOF
counts=(4 6 8 12 16 100)
timeout 60 java -cp 'lib/*' Probe.java "${counts[@]}" >java.txt 2>errors || { cat errors; exit 1; }

cat >probe.mjs <<'EOF'
import { readFileSync } from 'node:fs';
import { compatibilityPartitioner, defaultPartitioner } from '@platformatic/kafka';
import kafkajs from 'kafkajs';

const java = readFileSync('java.txt', 'utf8').trim().split('\n').map(Number);
const kafkajsPartitioner = kafkajs.Partitioners.DefaultPartitioner();
for (const [index, count] of process.argv.slice(2).map(Number).entries()) {
  const differ = { '@platformatic/kafka': 0, 'its compatibilityPartitioner': 0, kafkajs: 0 };
  for (let room = 1; room <= 1000; room++) {
    const key = Buffer.from(`room-${room}`);
    const partitionMetadata = Array.from({ length: count }, (_, partitionId) => ({ partitionId, leader: 1 }));
    const inJava = java[index * 1000 + room - 1];
    // the producer of @platformatic/kafka takes what a partitioner gives modulo the number of partitions
    differ['@platformatic/kafka'] += defaultPartitioner({}, key) % count !== inJava;
    differ['its compatibilityPartitioner'] += compatibilityPartitioner({}, key) % count !== inJava;
    differ.kafkajs += kafkajsPartitioner({ topic: 'chat', partitionMetadata, message: { key } }) !== inJava;
  }
  const counted = Object.entries(differ).map(([client, rooms]) => `${client} ${rooms}`);
  console.log(`${count} partitions, rooms of 1000 that are elsewhere than in Java: ${counted.join(', ')}`);
}
EOF
timeout 60 node probe.mjs "${counts[@]}" >seen
cat seen
cat >expected <<'EOF'
4 partitions, rooms of 1000 that are elsewhere than in Java: @platformatic/kafka 0, its compatibilityPartitioner 0, kafkajs 0
6 partitions, rooms of 1000 that are elsewhere than in Java: @platformatic/kafka 515, its compatibilityPartitioner 0, kafkajs 0
8 partitions, rooms of 1000 that are elsewhere than in Java: @platformatic/kafka 0, its compatibilityPartitioner 0, kafkajs 0
12 partitions, rooms of 1000 that are elsewhere than in Java: @platformatic/kafka 515, its compatibilityPartitioner 0, kafkajs 0
16 partitions, rooms of 1000 that are elsewhere than in Java: @platformatic/kafka 0, its compatibilityPartitioner 0, kafkajs 0
100 partitions, rooms of 1000 that are elsewhere than in Java: @platformatic/kafka 515, its compatibilityPartitioner 0, kafkajs 0
EOF
diff expected seen && echo "as noted"
