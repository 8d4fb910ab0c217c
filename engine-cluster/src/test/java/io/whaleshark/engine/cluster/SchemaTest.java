package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.engine.EngineException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: a node works with tables that it understands, on a server that can keep what it is given,
/// or says what is wrong. Method: a real PostgreSQL, spoiled in one way each.
@ExtendWith(Servers.class)
class SchemaTest {

  private static void run(String... statements) throws SQLException {
    var server = Servers.postgres();
    try (Connection connection =
            DriverManager.getConnection(server.url(), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static PostgresConfig in(String database, String user, String password) {
    String url = Servers.postgres().url().replaceFirst("/[^/]*$", "/" + database);
    return new PostgresConfig(url, user, password, "whaleshark", 1);
  }

  private static void assertRefused(PostgresConfig config, String why) {
    assertThatThrownBy(() -> ClusterEngine.open(config).close())
        .isInstanceOf(EngineException.class)
        .hasMessageContaining(why);
  }

  @Test
  @DisplayName("tables are made once; whoever comes next finds them")
  void madeOnce() {
    PostgresConfig config = Servers.config("made_once");
    for (int i = 0; i < 2; i++) {
      try (ClusterEngine engine = ClusterEngine.open(config)) {
        assertThat(engine.newestStamp()).isZero();
      }
    }
  }

  @Test
  @DisplayName("tables of a newer version are refused, and left as they are")
  void newerVersion() throws SQLException {
    PostgresConfig config = Servers.config("newer");
    ClusterEngine.open(config).close();
    run("INSERT INTO newer.versions VALUES (99, now())");
    assertRefused(config, "version 99 (expected: at most " + Schema.VERSION + ")");
  }

  @Test
  @DisplayName("a database that cannot be written is refused")
  void readOnly() throws SQLException {
    run("CREATE DATABASE frozen", "ALTER DATABASE frozen SET default_transaction_read_only = on");
    var server = Servers.postgres();
    assertRefused(in("frozen", server.user(), server.password()), "read-only");
  }

  @Test
  @DisplayName("a user who may not make the tables is told")
  void missingRights() throws SQLException {
    run("CREATE ROLE guest LOGIN PASSWORD 'guest'");
    assertRefused(in("whaleshark", "guest", "guest"), "permission denied");
  }

  @Test
  @DisplayName("a wrong password is told, and stands in no message")
  void wrongPassword() {
    PostgresConfig config = in("whaleshark", Servers.postgres().user(), "guessed-wrongly");
    assertRefused(config, "password authentication failed");
    assertThat(config.toString()).doesNotContain("guessed-wrongly");
  }
}
