#!/usr/bin/env bash
# SQLite: after "insert or replace", a search finds a message by the words that its author has removed.
#
# With:  SQLite in org.xerial:sqlite-jdbc 3.54.1.0 from Maven Central; Java 17 or newer, Maven, Linux on x86-64. Seen on 2026-11-28.
# Guess: an index for search (FTS5) that stores no text of its own follows its table by triggers after insert, update and delete, as
#        its manual shows. "insert or replace" deletes the old row and inserts the new one, so two of the triggers run.
# Seen:  the trigger for the deletion does not run, unless recursive_triggers is on: the words of the first version stay in the index
#        for ever. A search for the password that somebody edited out finds the message, which shows the new text; after the
#        message is deleted, the old word still matches, though no text is there. "on conflict do update" runs the trigger for
#        the update, and all is right.
# So:    an offline store writes an edit, or a message that came again, with "on conflict do update", or sets recursive_triggers on
#        each connection; and a test of its search looks for a word that is gone.
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

class Probe {
  public static void main(String[] arguments) throws SQLException {
    String replace = "insert or replace into message values (1, 'the password is gone')";
    String upsert = "insert into message values (1, 'the password is gone') on conflict (id) do update set text = excluded.text";
    probe("insert or replace", "off", replace);
    probe("insert or replace, recursive_triggers", "on", replace);
    probe("on conflict do update", "off", upsert);
  }

  static void probe(String what, String recursive, String edit) throws SQLException {
    try (Connection database = DriverManager.getConnection("jdbc:sqlite::memory:"); Statement statement = database.createStatement()) {
      statement.execute("pragma recursive_triggers = " + recursive);
      statement.execute("create table message (id integer primary key, text text)");
      statement.execute("create virtual table words using fts5 (text, content = message, content_rowid = id)");
      String remove = "insert into words (words, rowid, text) values ('delete', old.id, old.text);";
      String add = "insert into words (rowid, text) values (new.id, new.text);";
      statement.execute("create trigger added after insert on message begin " + add + " end");
      statement.execute("create trigger removed after delete on message begin " + remove + " end");
      statement.execute("create trigger changed after update on message begin " + remove + add + " end");
      statement.execute("insert into message values (1, 'the password is swordfish')");
      statement.execute(edit);
      System.out.println(what + ": swordfish finds " + search(statement, "swordfish") + ", gone finds " + search(statement, "gone"));
      statement.execute("delete from message");
      System.out.println("  deleted: swordfish finds " + search(statement, "swordfish") + ", gone finds " + search(statement, "gone"));
    }
  }

  static List<String> search(Statement statement, String word) throws SQLException {
    List<String> found = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(
        "select m.text from words w left join message m on m.id = w.rowid where words match '" + word + "'")) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}
EOF
timeout 60 java -Djava.io.tmpdir="$folder" -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
insert or replace: swordfish finds [the password is gone], gone finds [the password is gone]
  deleted: swordfish finds [null], gone finds []
insert or replace, recursive_triggers: swordfish finds [], gone finds [the password is gone]
  deleted: swordfish finds [], gone finds []
on conflict do update: swordfish finds [], gone finds [the password is gone]
  deleted: swordfish finds [], gone finds []
EOF
diff expected seen && echo "as noted"
