#!/usr/bin/env bash
# SnakeYAML: of quiet hours from 22:00 to 07:00 the beginning is the number 1320, and the end is a text.
#
# With:  org.yaml:snakeyaml 2.5 and, to compare, org.snakeyaml:snakeyaml-engine 2.10 from Maven Central; Java 17 or
#        newer, Maven. Seen on 2026-11-30.
# Guess: 22:00 without quotation marks is a text, as in YAML 1.2, or, by the older 1.1, something else; and 07:00 is
#        the same kind of thing, so what works for the one works for the other.
# Seen:  digits with colons are a number to the base of 60 unless they begin with a zero: a time from 10:00 on is an
#        Integer, one before that a String, with seconds as without. 22:00 is 1320; as a second of the day that is
#        00:22. 09:30 for the digest works, 10:30 does not. A telephone number loses its plus, and room 0777 is room
#        511, while room 0815, which has an 8, stays a text. The engine for YAML 1.2 reads all times as texts.
# So:    in settings and exports that people write by hand, quote times, telephone numbers and names of digits, refuse
#        a number where a time should be rather than convert it, and test hours with one before ten and one after.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.yaml</groupId><artifactId>snakeyaml</artifactId><version>2.5</version></dependency>
    <dependency>
      <groupId>org.snakeyaml</groupId><artifactId>snakeyaml-engine</artifactId><version>2.10</version>
    </dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.yaml.snakeyaml.Yaml;

class Probe {
  public static void main(String[] arguments) {
    for (String text : List.of("from: 22:00", "to: 07:00", "digest: 09:30", "summary: 10:30", "backup: 23:59:30",
        "early: 01:00:30", "phone: +491701234567", "room: 0777", "room: 0815")) {
      System.out.println(text + " is " + show(new Yaml().load(text)) + ", by YAML 1.2 "
          + show(new Load(LoadSettings.builder().build()).loadFromString(text)));
    }
  }

  static String show(Object loaded) {
    Object value = ((Map<?, ?>) loaded).values().iterator().next();
    return value.getClass().getSimpleName() + " " + value;
  }
}
EOF
timeout 60 java -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
from: 22:00 is Integer 1320, by YAML 1.2 String 22:00
to: 07:00 is String 07:00, by YAML 1.2 String 07:00
digest: 09:30 is String 09:30, by YAML 1.2 String 09:30
summary: 10:30 is Integer 630, by YAML 1.2 String 10:30
backup: 23:59:30 is Integer 86370, by YAML 1.2 String 23:59:30
early: 01:00:30 is String 01:00:30, by YAML 1.2 String 01:00:30
phone: +491701234567 is Long 491701234567, by YAML 1.2 String +491701234567
room: 0777 is Integer 511, by YAML 1.2 String 0777
room: 0815 is String 0815, by YAML 1.2 String 0815
EOF
diff expected seen && echo "as noted"
