#!/usr/bin/env bash
# EclipseStore: after an edit, storing the list of messages, or the whole root, stores nothing of it; the old text is back after a restart.
#
# With:  org.eclipse.store:storage-embedded 2.1.3 from Maven Central; Java 17 or newer, Maven. Seen on 2026-11-30.
# Guess: store(list) writes the list and what is in it, as it did when the message was new. storeRoot() writes all that hangs on the
#        root: that is what one calls when one is not sure what has changed.
# Seen:  an object that was stored once is not looked at again below the one that is handed over: new messages in the list are
#        written, changed ones are not. storeRoot() does not even see what is new in the list. The edit is there until the program
#        ends, for whoever reads it, and gone after the next start. Only store(message), for each object that changed itself, or an
#        eager storer writes it.
# So:    edits, reactions and read marks that live in fields vanish on the day of the restart, while all new messages are there. Store
#        the object whose field was set, in the place where it is set, and let a test start the storage again.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.eclipse.store</groupId><artifactId>storage-embedded</artifactId><version>2.1.3</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.eclipse.serializer.persistence.types.Storer;
import org.eclipse.store.storage.embedded.types.EmbeddedStorage;
import org.eclipse.store.storage.embedded.types.EmbeddedStorageManager;

public class Probe {
  public static class Message {
    String text;
    Message(String text) { this.text = text; }
    @Override public String toString() { return text; }
  }

  public static class Chat {
    final List<Message> messages = new ArrayList<>();
  }

  public static void main(String[] arguments) {
    Map<String, BiConsumer<EmbeddedStorageManager, Chat>> ways = new TreeMap<>();
    ways.put("1 store(list)", (storage, chat) -> storage.store(chat.messages));
    ways.put("2 storeRoot()", (storage, chat) -> storage.storeRoot());
    ways.put("3 store(message)", (storage, chat) -> storage.storeAll(chat.messages, chat.messages.get(0)));
    ways.put("4 an eager storer", (storage, chat) -> {
      Storer storer = storage.createEagerStorer();
      storer.store(chat.messages);
      storer.commit();
    });
    ways.forEach((way, store) -> {
      Path folder = Path.of("storage" + way.charAt(0));
      Chat chat = new Chat();
      EmbeddedStorageManager storage = EmbeddedStorage.start(chat, folder);
      chat.messages.add(new Message("see you at six"));
      storage.store(chat.messages);
      chat.messages.get(0).text = "see you at seven";
      chat.messages.add(new Message("all right"));
      store.accept(storage, chat);
      storage.shutdown();
      storage = EmbeddedStorage.start(folder);
      System.out.println(way.substring(2) + ", after the restart: " + ((Chat) storage.root()).messages);
      storage.shutdown();
    });
  }
}
EOF
mkdir classes
javac -cp 'lib/*' -d classes Probe.java
timeout 60 java -cp 'classes:lib/*' Probe >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
store(list), after the restart: [see you at six, all right]
storeRoot(), after the restart: [see you at six]
store(message), after the restart: [see you at seven, all right]
an eager storer, after the restart: [see you at seven, all right]
EOF
diff expected seen && echo "as noted"
