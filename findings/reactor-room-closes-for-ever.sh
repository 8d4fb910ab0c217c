#!/usr/bin/env bash
# Project Reactor: when the last listener of a room leaves, the room is closed for ever, to those who come later as well.
#
# With:  io.projectreactor:reactor-core 3.8.8 from Maven Central; Java 17 or newer, Maven. Seen on 2026-11-28.
# Guess: Sinks.many().multicast().onBackpressureBuffer() is a room of a chat: who subscribes hears what is said from then on, and
#        what is said while nobody is there waits or is dropped. Only tryEmitComplete ends it.
# Seen:  what is said before the first one comes waits for them. When the last one leaves, the sink is over: each later listener is
#        told at once that the stream is complete, and hears nothing, while tryEmitNext goes on to answer OK. With autoCancel false,
#        the second argument, the room stays open and what is said meanwhile waits. directBestEffort stays open too, and says that
#        nobody was there.
# So:    a room that one browser watches is dead after a reload of the page, and its server does not know. Give the second argument,
#        and test with a listener who leaves and comes back; a test with two of them passes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.projectreactor</groupId><artifactId>reactor-core</artifactId><version>3.8.8</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import java.util.ArrayList;
import java.util.List;
import reactor.core.Disposable;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;

class Probe {
  public static void main(String[] arguments) {
    probe("onBackpressureBuffer()", Sinks.many().multicast().onBackpressureBuffer());
    probe("onBackpressureBuffer(…, false)", Sinks.many().multicast().onBackpressureBuffer(Queues.SMALL_BUFFER_SIZE, false));
    probe("directBestEffort()", Sinks.many().multicast().directBestEffort());
  }

  static void probe(String what, Sinks.Many<String> room) {
    List<Sinks.EmitResult> results = new ArrayList<>();
    results.add(room.tryEmitNext("1"));
    List<String> ann = new ArrayList<>();
    Disposable page = room.asFlux().subscribe(ann::add);
    results.add(room.tryEmitNext("2"));
    page.dispose(); // the page is loaded again
    results.add(room.tryEmitNext("3"));
    List<String> again = new ArrayList<>();
    room.asFlux().subscribe(again::add, error -> again.add("error"), () -> again.add("complete"));
    results.add(room.tryEmitNext("4"));
    System.out.println(what + ": ann hears " + ann + ", then " + again + "; " + results);
  }
}
EOF
timeout 60 java -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
onBackpressureBuffer(): ann hears [1, 2], then [complete]; [OK, OK, OK, OK]
onBackpressureBuffer(…, false): ann hears [1, 2], then [3, 4]; [OK, OK, OK, OK]
directBestEffort(): ann hears [2], then [4]; [FAIL_ZERO_SUBSCRIBER, OK, FAIL_ZERO_SUBSCRIBER, OK]
EOF
diff expected seen && echo "as noted"
