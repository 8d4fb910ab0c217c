#!/usr/bin/env bash
# Jackson: sorted as text, a message of a whole second comes after all others of that second, and is no cursor for them.
#
# With:  tools.jackson.core:jackson-databind 3.0.0 from Maven Central (which writes times as text unless told otherwise); Java 17 or
#        newer, Maven. Seen on 2026-11-29.
# Guess: times in UTC of the ISO form sort as text as they do as times: that is what the form is for, and why clients, stores with
#        text keys and SQL over JSON compare them without reading them.
# Seen:  an Instant is written with as many digits as it needs, in threes: none for a whole second, three, six or nine. "Z" is behind
#        the point and all digits in the alphabet, so 09:00:00Z is after 09:00:00.999Z, and 09:00:00.123Z after 09:00:00.123456Z.
#        One of a thousand messages is out of place: with milliseconds by up to a second, with microseconds by a millisecond.
#        "Everything after" such a message, as text, leaves out all that was sent within that time.
# So:    a test with three messages passes, and later an answer stands before its question, or a page of history is empty. Write a
#        pattern with a fixed number of digits, or numbers; and page by sequence.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>probe</groupId>
  <artifactId>probe</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>tools.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>3.0.0</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

class Probe {
  static final JsonMapper JSON = JsonMapper.shared();

  static String written(Instant time) {
    return JSON.readTree(JSON.writeValueAsString(time)).asString();
  }

  static void probe(String what, Stream<Instant> times) {
    List<String> sent = times.map(Probe::written).toList();
    List<String> sorted = sent.stream().sorted().toList();
    long misplaced = IntStream.range(0, sent.size() - 1).filter(i -> sent.get(i).compareTo(sent.get(i + 1)) > 0).count();
    List<String> after = sent.stream().filter(time -> time.compareTo(sent.get(0)) > 0).toList();
    System.out.println(what + ": first " + sent.get(0) + ", sorted as text first " + sorted.get(0) + ", last " + sorted.get(sorted.size() - 1));
    System.out.println("  " + misplaced + " of " + sent.size() + " before an earlier one, " + after.size() + " of " + (sent.size() - 1) + " after the first");
  }

  public static void main(String[] arguments) {
    Instant nine = Instant.parse("2026-11-29T09:00:00Z");
    probe("one second", LongStream.range(0, 1000).mapToObj(nine::plusMillis));
    probe("one millisecond", LongStream.range(0, 1000).mapToObj(i -> nine.plusMillis(123).plusNanos(1000 * i)));
  }
}
EOF
timeout 60 java -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
one second: first 2026-11-29T09:00:00Z, sorted as text first 2026-11-29T09:00:00.001Z, last 2026-11-29T09:00:00Z
  1 of 1000 before an earlier one, 0 of 999 after the first
one millisecond: first 2026-11-29T09:00:00.123Z, sorted as text first 2026-11-29T09:00:00.123001Z, last 2026-11-29T09:00:00.123Z
  1 of 1000 before an earlier one, 0 of 999 after the first
EOF
diff expected seen && echo "as noted"
