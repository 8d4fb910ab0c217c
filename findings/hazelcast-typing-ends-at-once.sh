#!/usr/bin/env bash
# Hazelcast: what is to live for half a second is gone before it can be read, or lives for half of that, or, once touched, for ever.
#
# With:  com.hazelcast:hazelcast 5.5.0 from Maven Central; Java 17 or newer, Maven. Seen on 2026-11-30.
# Guess: put(key, value, 500, MILLISECONDS) takes milliseconds, so the entry is there for half a second, or for a whole one if it is
#        rounded up. A change of the value by an entry processor leaves the end of its life where it was.
# Seen:  the end is cut down to the whole second of the clock: written at .1 of a second for 500 ms, the entry has ended when put
#        returns; at .7 it lives for 300 ms, and one of 2 s for 1.3. So everything ends up to a second early. And an entry processor
#        that sets the value (another device types, too) takes its end away: it is still there long after.
# So:    typing, presence and "one message a second" kept this way flicker at some moments of the second and not at others, and
#        "typing …" stays for ever when two devices meet. Give times of several seconds plus one, set the value by put with its time
#        or by the entry processor's setValue(value, time, unit), and keep the end in the value if it matters.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.hazelcast</groupId><artifactId>hazelcast</artifactId><version>5.5.0</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import com.hazelcast.map.IMap;
import java.util.concurrent.TimeUnit;

class Probe {
  static IMap<String, String> typing;

  public static void main(String[] arguments) throws Exception {
    Config config = new Config();
    config.setProperty("hazelcast.logging.type", "none").setProperty("hazelcast.phone.home.enabled", "false");
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    HazelcastInstance hazelcast = Hazelcast.newHazelcastInstance(config);
    typing = hazelcast.getMap("typing");
    typing.put("warm", "up", 1, TimeUnit.MINUTES);
    typing.get("warm");

    at(100);
    typing.put("ann", "types", 500, TimeUnit.MILLISECONDS);
    System.out.println("written at .1 for 500 ms, at once: " + typing.get("ann"));
    at(700);
    typing.put("bob", "types", 2000, TimeUnit.MILLISECONDS);
    System.out.println("written at .7 for 2000 ms, at once: " + typing.get("bob"));
    Thread.sleep(1600);
    System.out.println("1600 ms later: " + typing.get("bob"));

    typing.put("carol", "types", 3, TimeUnit.SECONDS);
    typing.executeOnKey("carol", (EntryProcessor<String, String, Void>) entry -> {
      entry.setValue("types on two devices");
      return null;
    });
    typing.put("dave", "types", 3, TimeUnit.SECONDS);
    typing.executeOnKey("dave", (EntryProcessor<String, String, Void>) entry -> {
      ((ExtendedMapEntry<String, String>) entry).setValue("types on two devices", 3, TimeUnit.SECONDS);
      return null;
    });
    Thread.sleep(8000);
    System.out.println("for 3 s, set by an entry processor, 8 s later: " + typing.get("carol"));
    System.out.println("the same with a time in the entry processor: " + typing.get("dave"));
    hazelcast.shutdown();
  }

  /** Waits for this millisecond of the next second. */
  static void at(int millisecond) throws InterruptedException {
    Thread.sleep(1000 - System.currentTimeMillis() % 1000 + millisecond);
  }
}
EOF
timeout 90 java -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
written at .1 for 500 ms, at once: null
written at .7 for 2000 ms, at once: types
1600 ms later: null
for 3 s, set by an entry processor, 8 s later: types on two devices
the same with a time in the entry processor: null
EOF
diff expected seen && echo "as noted"
