#!/usr/bin/env bash
# fastjson: in a list of messages only the first one of a person has its sender; all others have {"$ref": …} there, which nobody else reads.
#
# With:  com.alibaba:fastjson 1.2.83 and 2.0.60 (its API over fastjson2), and to compare
#        com.fasterxml.jackson.core:jackson-databind 2.20.1, from Maven Central; Java 17 or newer, Maven. Seen on 2026-11-30.
# Guess: JSON knows no references, so an object that occurs twice is written twice; only a circle, which has no end, needs something
#        else, an error or a mark.
# Seen:  toJSONString of fastjson, 1 and 2 alike, writes the second occurrence of the same Java object as a path to the first, circle or not. It
#        goes by identity: equal senders that were read twice are written whole, those out of a cache or of one query are
#        not. In 2.0.60 an empty list that they share is a reference, too, so that "no mentions" is an object.
#        fastjson itself reads it all back as it was, so a test with one library passes. Jackson writes all twice.
# So:    clients in other languages show the first message of each person with a name and the rest without one, by which objects the server
#        happens to share. Set DisableCircularReferenceDetect, and test with two messages of one cached sender, read by another library.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for version in 1.2.83 2.0.60; do
  cat >pom.xml <<EOF
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.alibaba</groupId><artifactId>fastjson</artifactId><version>$version</version></dependency>
    <dependency>
      <groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>2.20.1</version>
    </dependency>
  </dependencies>
</project>
EOF
  mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory="$version" >/dev/null 2>&1
done

cat >Probe.java <<'EOF'
import com.alibaba.fastjson.JSON;
import com.alibaba.fastjson.serializer.SerializerFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;

class Probe {
  public static class Person {
    public String name;
  }

  public static class Message {
    public String text;
    public Person sender;
    public List<String> mentions;
  }

  static Person person(String name) {
    Person person = new Person();
    person.name = name;
    return person;
  }

  static Message message(String text, Person sender, List<String> mentions) {
    Message message = new Message();
    message.text = text;
    message.sender = sender;
    message.mentions = mentions;
    return message;
  }

  public static void main(String[] arguments) throws Exception {
    Person ann = person("Ann");
    List<String> nobody = List.of();
    var shared = List.of(message("hello", ann, nobody), message("lunch?", ann, nobody));
    var equal = List.of(message("hello", person("Ann"), null), message("lunch?", person("Ann"), null));
    String json = JSON.toJSONString(shared);
    System.out.println(arguments[0] + ", one sender, second message: " + second(json));
    System.out.println(arguments[0] + ", equal senders, second message: " + second(JSON.toJSONString(equal)));
    String whole = JSON.toJSONString(shared, SerializerFeature.DisableCircularReferenceDetect);
    System.out.println(arguments[0] + ", detection off, second message: " + second(whole));
    System.out.println(arguments[0] + ", read back: " + JSON.parseArray(json, Message.class).get(1).sender.name);
    var name = new ObjectMapper().readTree(json).at("/1/sender/name");
    System.out.println(arguments[0] + ", read by Jackson: " + (name.isMissingNode() ? "no name" : name));
    System.out.println("Jackson, one sender, second message: " + second(new ObjectMapper().writeValueAsString(shared)));
  }

  /** The second message as it stands in the list, with its fields in the order of the alphabet. */
  static String second(String json) throws Exception {
    return new ObjectMapper().readTree(json).get(1).properties().stream().sorted(Map.Entry.comparingByKey()).toList().toString();
  }
}
EOF
for version in 1.2.83 2.0.60; do
  timeout 60 java -cp "$version/*" Probe.java "$version" >>seen 2>errors || { cat errors; exit 1; }
done
cat seen
cat >expected <<'EOF'
1.2.83, one sender, second message: [mentions=[], sender={"$ref":"$[0].sender"}, text="lunch?"]
1.2.83, equal senders, second message: [sender={"name":"Ann"}, text="lunch?"]
1.2.83, detection off, second message: [mentions=[], sender={"name":"Ann"}, text="lunch?"]
1.2.83, read back: Ann
1.2.83, read by Jackson: no name
Jackson, one sender, second message: [mentions=[], sender={"name":"Ann"}, text="lunch?"]
2.0.60, one sender, second message: [mentions={"$ref":"$[0].mentions"}, sender={"$ref":"$[0].sender"}, text="lunch?"]
2.0.60, equal senders, second message: [sender={"name":"Ann"}, text="lunch?"]
2.0.60, detection off, second message: [mentions=[], sender={"name":"Ann"}, text="lunch?"]
2.0.60, read back: Ann
2.0.60, read by Jackson: no name
Jackson, one sender, second message: [mentions=[], sender={"name":"Ann"}, text="lunch?"]
EOF
diff expected seen && echo "as noted"
