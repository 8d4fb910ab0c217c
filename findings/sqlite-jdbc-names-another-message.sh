#!/usr/bin/env bash
# sqlite-jdbc: the generated key of a message that was stored before is the key of another message.
#
# With:  org.xerial:sqlite-jdbc 3.54.1.0 from Maven Central; Java 17 or newer, Maven, Linux on x86-64. Seen on 2026-11-28.
# Guess: an insert that finds its message there already has no generated key: getGeneratedKeys is empty, as with other
#        databases. An upsert returns the key of the row that it updated.
# Seen:  the driver asks SQLite for the row that was inserted last on the connection, by whatever statement. After a repeat of
#        the first message that is the third one, and after a row in the table of chats, it is the key of the chat. With an
#        upsert the count is 1 in both cases, so nothing tells a wrong key from a right one. "returning id" has the right one.
# So:    a desktop client that stores what a server repeats after a reconnect, and then hangs receipts, files or the search
#        index on the key, hangs them on another message. Write "returning id", or ask by the message's own id.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.xerial</groupId><artifactId>sqlite-jdbc</artifactId><version>3.54.1.0</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;

class Probe {
  static final String INSERT = "insert into message (client_id, text) values (?, 'hello')";
  static final String UPSERT = INSERT + " on conflict (client_id) do update set text = excluded.text";

  public static void main(String[] arguments) throws Exception {
    probe("plain inserts", INSERT, "ann", "bob", "cat");
    probe("do nothing", INSERT + " on conflict do nothing", "ann", "bob", "cat", "ann");
    probe("upsert", UPSERT, "ann", "bob", "cat", "ann");
    probe("upsert, a chat meanwhile", UPSERT, "ann", "bob", "a chat", "ann");
    probe("upsert with returning", UPSERT + " returning id", "ann", "bob", "cat", "ann");
  }

  static void probe(String what, String sql, String... ids) throws Exception {
    StringBuilder line = new StringBuilder(what + ":");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = connection.createStatement()) {
      statement.execute("create table message (id integer primary key, client_id text unique, text text)");
      statement.execute("create table chat (id integer primary key, name text)");
      for (String id : ids) {
        if (id.equals("a chat")) {
          statement.execute("insert into chat values (77, 'lunch')");
          continue;
        }
        try (PreparedStatement insert = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
          insert.setString(1, id);
          line.append(sql.endsWith("id") ? returned(insert, id) : generated(insert, id));
        }
      }
    }
    System.out.println(line);
  }

  static String generated(PreparedStatement insert, String id) throws Exception {
    int count = insert.executeUpdate();
    try (ResultSet keys = insert.getGeneratedKeys()) {
      return " " + id + " is " + (keys.next() ? keys.getString(1) : "without a key") + " (count " + count + ")";
    }
  }

  static String returned(PreparedStatement insert, String id) throws Exception {
    try (ResultSet row = insert.executeQuery()) {
      row.next();
      return " " + id + " is " + row.getString(1);
    }
  }
}
EOF
timeout 60 java --enable-native-access=ALL-UNNAMED -Djava.io.tmpdir="$folder" -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
plain inserts: ann is 1 (count 1) bob is 2 (count 1) cat is 3 (count 1)
do nothing: ann is 1 (count 1) bob is 2 (count 1) cat is 3 (count 1) ann is 3 (count 0)
upsert: ann is 1 (count 1) bob is 2 (count 1) cat is 3 (count 1) ann is 3 (count 1)
upsert, a chat meanwhile: ann is 1 (count 1) bob is 2 (count 1) ann is 77 (count 1)
upsert with returning: ann is 1 bob is 2 cat is 3 ann is 1
EOF
diff expected seen && echo "as noted"
