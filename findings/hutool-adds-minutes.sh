#!/usr/bin/env bash
# Hutool: a time in microseconds with a Z is read up to a quarter of an hour too late, and half a second as five milliseconds.
#
# With:  cn.hutool:hutool-core 5.8.44 from Maven Central; Java 17 or newer, Maven. Seen on 2026-11-29.
# Guess: DateUtil.parse knows the times that JSON has. What stands behind the point is a fraction of a second: .5 is 500 milliseconds,
#        and digits beyond the third are cut off, as a Date has none for them.
# Seen:  the digits are taken for a number of milliseconds: .5 is 5 of them, .12 is 12, and .123456Z is 123,456 of them, which puts the
#        message two minutes into the future; .999999Z makes it 16 minutes. There is no error. With "+08:00" in the place of Z long
#        fractions are cut off as one would guess, and short ones are wrong all the same. Three digits are right.
# So:    PostgreSQL, Java and Go write microseconds, and Go leaves zeros at the end away, so that of its times in milliseconds one of ten
#        has two digits or fewer. Such messages sort wrongly and expire at the wrong time. Read with java.time's OffsetDateTime, and test
#        a reader of times with one, two and six digits; ".123Z" passes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mvn -q --batch-mode dependency:copy -Dartifact=cn.hutool:hutool-core:5.8.44 -DoutputDirectory=. >/dev/null 2>&1

cat >Probe.java <<'EOF'
import cn.hutool.core.date.DateUtil;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

class Probe {
  public static void main(String[] arguments) {
    for (String zone : new String[] {"Z", "+08:00"}) {
      for (String fraction : new String[] {"", ".5", ".05", ".12", ".123", ".1234", ".123456", ".999999"}) {
        String time = "2026-11-29T10:00:00" + fraction + zone;
        Instant right = OffsetDateTime.parse(time).toInstant();
        Instant read = DateUtil.parse(time).toInstant();
        Duration off = Duration.between(Instant.ofEpochMilli(right.toEpochMilli()), read);
        System.out.println(time + ": java.time " + right + ", Hutool " + read + ", off by " + off.toMillis() + " ms");
      }
    }
  }
}
EOF
timeout 60 java -Duser.timezone=UTC -cp hutool-core-5.8.44.jar Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
2026-11-29T10:00:00Z: java.time 2026-11-29T10:00:00Z, Hutool 2026-11-29T10:00:00Z, off by 0 ms
2026-11-29T10:00:00.5Z: java.time 2026-11-29T10:00:00.500Z, Hutool 2026-11-29T10:00:00.005Z, off by -495 ms
2026-11-29T10:00:00.05Z: java.time 2026-11-29T10:00:00.050Z, Hutool 2026-11-29T10:00:00.005Z, off by -45 ms
2026-11-29T10:00:00.12Z: java.time 2026-11-29T10:00:00.120Z, Hutool 2026-11-29T10:00:00.012Z, off by -108 ms
2026-11-29T10:00:00.123Z: java.time 2026-11-29T10:00:00.123Z, Hutool 2026-11-29T10:00:00.123Z, off by 0 ms
2026-11-29T10:00:00.1234Z: java.time 2026-11-29T10:00:00.123400Z, Hutool 2026-11-29T10:00:01.234Z, off by 1111 ms
2026-11-29T10:00:00.123456Z: java.time 2026-11-29T10:00:00.123456Z, Hutool 2026-11-29T10:02:03.456Z, off by 123333 ms
2026-11-29T10:00:00.999999Z: java.time 2026-11-29T10:00:00.999999Z, Hutool 2026-11-29T10:16:39.999Z, off by 999000 ms
2026-11-29T10:00:00+08:00: java.time 2026-11-29T02:00:00Z, Hutool 2026-11-29T02:00:00Z, off by 0 ms
2026-11-29T10:00:00.5+08:00: java.time 2026-11-29T02:00:00.500Z, Hutool 2026-11-29T02:00:00.005Z, off by -495 ms
2026-11-29T10:00:00.05+08:00: java.time 2026-11-29T02:00:00.050Z, Hutool 2026-11-29T02:00:00.005Z, off by -45 ms
2026-11-29T10:00:00.12+08:00: java.time 2026-11-29T02:00:00.120Z, Hutool 2026-11-29T02:00:00.012Z, off by -108 ms
2026-11-29T10:00:00.123+08:00: java.time 2026-11-29T02:00:00.123Z, Hutool 2026-11-29T02:00:00.123Z, off by 0 ms
2026-11-29T10:00:00.1234+08:00: java.time 2026-11-29T02:00:00.123400Z, Hutool 2026-11-29T02:00:00.123Z, off by 0 ms
2026-11-29T10:00:00.123456+08:00: java.time 2026-11-29T02:00:00.123456Z, Hutool 2026-11-29T02:00:00.123Z, off by 0 ms
2026-11-29T10:00:00.999999+08:00: java.time 2026-11-29T02:00:00.999999Z, Hutool 2026-11-29T02:00:00.999Z, off by 0 ms
EOF
diff expected seen && echo "as noted"
