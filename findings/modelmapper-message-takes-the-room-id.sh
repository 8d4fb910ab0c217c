#!/usr/bin/env bash
# ModelMapper: a new message that has no id yet gets the id of its conversation, and takes the place of another message when it is saved.
#
# With:  org.modelmapper:modelmapper 3.2.6 from Maven Central; Java 17 or newer, Maven. Seen on 2026-11-30.
# Guess: map(request, Message.class) copies what has the same name on both sides: conversationId and text. There is no id in the request,
#        so the id of the message stays null, until the database gives one.
# Seen:  names are compared word by word, and "id" is a word of "conversationId": both conversationId and id are set to 42. With two such
#        fields in the request (senderId, too) the mapper refuses, as it cannot choose; with one it says nothing. The strategy STRICT
#        leaves the id alone in both cases.
# So:    saving the message then overwrites message 42, or fails on its key, as long as there is one; in a test with an empty table it
#        looks like a new message. Set MatchingStrategies.STRICT, or write these lines by hand, and let a test look at the id.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.modelmapper</groupId><artifactId>modelmapper</artifactId><version>3.2.6</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import org.modelmapper.ConfigurationException;
import org.modelmapper.ModelMapper;
import org.modelmapper.convention.MatchingStrategies;

public class Probe {
  public static class Write {
    private final long conversationId = 42;
    private final String text = "hello";
    public long getConversationId() { return conversationId; }
    public String getText() { return text; }
  }

  public static class WriteAsSomebody extends Write {
    public long getSenderId() { return 7; }
  }

  public static class Message {
    private Long id;
    private Long conversationId;
    private String text;
    public void setId(Long id) { this.id = id; }
    public void setConversationId(Long conversationId) { this.conversationId = conversationId; }
    public void setText(String text) { this.text = text; }
  }

  public static void main(String[] arguments) {
    for (Object request : new Object[] {new Write(), new WriteAsSomebody()}) {
      show("as it comes", new ModelMapper(), request);
      ModelMapper strict = new ModelMapper();
      strict.getConfiguration().setMatchingStrategy(MatchingStrategies.STRICT);
      show("STRICT", strict, request);
    }
  }

  static void show(String how, ModelMapper mapper, Object request) {
    String what = request.getClass().getSimpleName() + ", " + how + ": ";
    try {
      Message message = mapper.map(request, Message.class);
      System.out.println(what + "id " + message.id + ", conversation " + message.conversationId + ", " + message.text);
    } catch (ConfigurationException refused) {
      System.out.println(what + "refused");
    }
  }
}
EOF
timeout 60 java -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
Write, as it comes: id 42, conversation 42, hello
Write, STRICT: id null, conversation 42, hello
WriteAsSomebody, as it comes: refused
WriteAsSomebody, STRICT: id null, conversation 42, hello
EOF
diff expected seen && echo "as noted"
