#!/usr/bin/env bash
# Gson, org.json, fastjson2, Hutool, Jackson 2: the read position 4294967297 is 1 out of a tree, and refused for a field.
#
# With:  com.google.code.gson:gson 2.13.2, org.json:json 20250517, com.alibaba.fastjson2:fastjson2 2.0.60, cn.hutool:hutool-json
#        5.8.44, com.fasterxml.jackson.core:jackson-databind 2.20.1 and tools.jackson.core:jackson-databind 3.0.2 from Maven
#        Central; Java 17 or newer, Maven. Seen on 2026-11-29.
# Guess: a number that does not fit into an int is an error wherever a program asks for an int: getInt of a tree checks as reading
#        into a field of type int does.
# Seen:  the field is checked by all that have fields (org.json has none) but Hutool; the tree is checked by Jackson 3 only. The five
#        others keep the lowest 32 bits: 1 for 4294967297, a negative number for 3000000000, and for a file of 5 GB a plausible
#        size. Asking for a long is right in all of them.
# So:    small hooks and bots read trees. A position that wraps goes back, a time in milliseconds is any number, and no log tells. Ask
#        for a long always, and let a test of each reader have a number over 32 bits.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.google.code.gson</groupId><artifactId>gson</artifactId><version>2.13.2</version></dependency>
    <dependency><groupId>org.json</groupId><artifactId>json</artifactId><version>20250517</version></dependency>
    <dependency><groupId>com.alibaba.fastjson2</groupId><artifactId>fastjson2</artifactId><version>2.0.60</version></dependency>
    <dependency><groupId>cn.hutool</groupId><artifactId>hutool-json</artifactId><version>5.8.44</version></dependency>
    <dependency>
      <groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>2.20.1</version>
    </dependency>
    <dependency><groupId>tools.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>3.0.2</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import cn.hutool.json.JSONUtil;
import com.alibaba.fastjson2.JSON;
import com.google.gson.Gson;
import com.google.gson.JsonParser;
import java.util.StringJoiner;
import org.json.JSONObject;

public class Probe {
  static final com.fasterxml.jackson.databind.ObjectMapper JACKSON_2 = new com.fasterxml.jackson.databind.ObjectMapper();
  static final tools.jackson.databind.ObjectMapper JACKSON_3 = new tools.jackson.databind.ObjectMapper();

  public static class Mark {
    public int position;
  }

  interface Reader {
    long read(String json) throws Exception;
  }

  public static void main(String[] arguments) {
    probe("Gson", json -> JsonParser.parseString(json).getAsJsonObject().get("position").getAsInt(),
        json -> new Gson().fromJson(json, Mark.class).position,
        json -> JsonParser.parseString(json).getAsJsonObject().get("position").getAsLong());
    probe("org.json", json -> new JSONObject(json).getInt("position"), null, json -> new JSONObject(json).getLong("position"));
    probe("fastjson2", json -> JSON.parseObject(json).getIntValue("position"),
        json -> JSON.parseObject(json, Mark.class).position, json -> JSON.parseObject(json).getLongValue("position"));
    probe("Hutool", json -> JSONUtil.parseObj(json).getInt("position"), json -> JSONUtil.toBean(json, Mark.class).position,
        json -> JSONUtil.parseObj(json).getLong("position"));
    probe("Jackson 2", json -> JACKSON_2.readTree(json).get("position").asInt(),
        json -> JACKSON_2.readValue(json, Mark.class).position, json -> JACKSON_2.readTree(json).get("position").asLong());
    probe("Jackson 3", json -> JACKSON_3.readTree(json).get("position").asInt(),
        json -> JACKSON_3.readValue(json, Mark.class).position, json -> JACKSON_3.readTree(json).get("position").asLong());
  }

  static void probe(String library, Reader tree, Reader field, Reader asLong) {
    System.out.println(library + ": tree " + read(tree) + "; field " + (field == null ? "-" : read(field)) + "; as a long " + read(asLong));
  }

  static String read(Reader reader) {
    StringJoiner values = new StringJoiner(", ");
    for (String number : new String[] {"42", "3000000000", "4294967297", "5000000000"}) {
      try {
        values.add("" + reader.read("{\"position\":" + number + "}"));
      } catch (Exception refused) {
        values.add("refused");
      }
    }
    return values.toString();
  }
}
EOF
timeout 60 java -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
Gson: tree 42, -1294967296, 1, 705032704; field 42, refused, refused, refused; as a long 42, 3000000000, 4294967297, 5000000000
org.json: tree 42, -1294967296, 1, 705032704; field -; as a long 42, 3000000000, 4294967297, 5000000000
fastjson2: tree 42, -1294967296, 1, 705032704; field 42, refused, refused, refused; as a long 42, 3000000000, 4294967297, 5000000000
Hutool: tree 42, -1294967296, 1, 705032704; field 42, -1294967296, 1, 705032704; as a long 42, 3000000000, 4294967297, 5000000000
Jackson 2: tree 42, -1294967296, 1, 705032704; field 42, refused, refused, refused; as a long 42, 3000000000, 4294967297, 5000000000
Jackson 3: tree 42, refused, refused, refused; field 42, refused, refused, refused; as a long 42, 3000000000, 4294967297, 5000000000
EOF
diff expected seen && echo "as noted"
