#!/usr/bin/env bash
# Caffeine: a cache of the last 1000 message ids knows the newest ten, and hundreds of old ones that will never come again.
#
# With:  com.github.ben-manes.caffeine:caffeine 3.2.3 from Maven Central; Java 17 or newer, Maven. Seen on 2026-11-29.
# Guess: putIfAbsent on a cache with maximumSize(1000) tells whether a message came before: the ids that are in it are about the last
#        1000, as each is written once and the oldest goes first.
# Seen:  a new id has to win a place against an old one by how often it was used, and each was used once: the new one loses. Once the cache
#        is full, only one hundredth of it turns over. After 3000 messages the run of newest ids without a hole is ten long,
#        477 of the first 1000 are still there, and 19 of 20 messages that come again 50 messages later are taken for new. A
#        LinkedHashMap that drops its eldest knows them all. As long as the cache is not full, all is right.
# So:    a cache for values that are read again is no memory of what has passed. Keep ids for repeats in a queue by age, in
#        expireAfterWrite without a size, or in the database by a unique key; and test it with more ids than it holds.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mvn -q --batch-mode dependency:copy -Dartifact=com.github.ben-manes.caffeine:caffeine:3.2.3 -DoutputDirectory=. >/dev/null 2>&1

cat >Probe.java <<'EOF'
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

class Probe {
  public static void main(String[] arguments) {
    for (int messages : new int[] {1000, 2000, 3000}) {
      Cache<Integer, Boolean> cache = Caffeine.newBuilder().maximumSize(1000).executor(Runnable::run).build();
      report("Caffeine", cache.asMap(), cache::cleanUp, messages);
      report("LinkedHashMap", new Eldest(), () -> {}, messages);
    }
  }

  static void report(String what, Map<Integer, Boolean> seen, Runnable cleanUp, int messages) {
    int repeats = 0;
    int takenForNew = 0;
    for (int id = 0; id < messages; id++) {
      seen.putIfAbsent(id, true);
      cleanUp.run();
      if (id >= messages - 1000 && id % 50 == 0 && id >= 50) {
        repeats++;
        takenForNew += seen.containsKey(id - 50) ? 0 : 1;
      }
    }
    long ofFirst = IntStream.range(0, 1000).filter(seen::containsKey).count();
    int run = 0;
    while (run < messages && seen.containsKey(messages - 1 - run)) {
      run++;
    }
    System.out.printf(
        "%s after %d messages: %d ids, %d of the first 1000, the newest %d without a hole, %d of %d repeats taken for new%n",
        what, messages, seen.size(), ofFirst, run, takenForNew, repeats);
  }

  static class Eldest extends LinkedHashMap<Integer, Boolean> {
    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
      return size() > 1000;
    }
  }
}
EOF
timeout 60 java -cp caffeine-3.2.3.jar Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
Caffeine after 1000 messages: 1000 ids, 1000 of the first 1000, the newest 1000 without a hole, 0 of 19 repeats taken for new
LinkedHashMap after 1000 messages: 1000 ids, 1000 of the first 1000, the newest 1000 without a hole, 0 of 19 repeats taken for new
Caffeine after 2000 messages: 1000 ids, 497 of the first 1000, the newest 10 without a hole, 9 of 20 repeats taken for new
LinkedHashMap after 2000 messages: 1000 ids, 0 of the first 1000, the newest 1000 without a hole, 0 of 20 repeats taken for new
Caffeine after 3000 messages: 1000 ids, 477 of the first 1000, the newest 10 without a hole, 19 of 20 repeats taken for new
LinkedHashMap after 3000 messages: 1000 ids, 0 of the first 1000, the newest 1000 without a hole, 0 of 20 repeats taken for new
EOF
diff expected seen && echo "as noted"
