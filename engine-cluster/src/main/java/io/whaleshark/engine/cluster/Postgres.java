package io.whaleshark.engine.cluster;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/// The connections to PostgreSQL: some that read, each question in a snapshot of its own, and a few
/// that write. Thread-safe.
///
/// No plan depends on what PostgreSQL knows of the tables: of new ones it knows nothing, and a plan
/// made then stays. Each statement says which index serves it, and in which order it joins:
///
/// - A join is a `LATERAL` look-up with a `LIMIT` or an `ORDER BY` of its own. PostgreSQL does not
///   merge such a look-up into the statement, so it runs once for each row before it.
/// - An index besides the primary key is partial: only who names its condition can use it.
/// - Who uses it asks for its order. The primary key would have to sort, which is switched off.
///
/// So one plan is right for all values. It is made once for each connection.
final class Postgres implements AutoCloseable {

  /// Asks a session something.
  @FunctionalInterface
  interface Question<T> {
    T ask(Session session) throws SQLException;
  }

  private static final int CONNECTED_WITHIN_SECONDS = 3;

  /// How many connections write: those of the lane, of the retention sweep, of signs of life, and
  /// of the look at those of others.
  static final int WRITERS = 4;

  /// What is switched off is still done where nothing else is possible.
  private static final String PLANS =
      "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
          + " -c enable_bitmapscan=off -c enable_sort=off -c enable_material=off"
          + " -c plan_cache_mode=force_generic_plan -c jit=off";

  /// How long others wait for a node that holds the row of an app and does not go on. A COMMIT has
  /// no limit: ended early, it would look like a success.
  private static final String PATIENCE =
      " -c lock_timeout=3000 -c idle_in_transaction_session_timeout=3000";

  private final HikariDataSource readers;
  private final HikariDataSource writers;

  Postgres(PostgresConfig config) {
    HikariConfig writes = pool(config, "postgres-writes", PLANS + PATIENCE);
    writes.setMaximumPoolSize(WRITERS);
    writes.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    HikariConfig reads = pool(config, "postgres-reads", PLANS);
    reads.setMaximumPoolSize(config.readers());
    reads.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    reads.setReadOnly(true);
    writers = new HikariDataSource(writes);
    readers = new HikariDataSource(reads);
  }

  private static HikariConfig pool(PostgresConfig config, String name, String options) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName(name);
    pool.setJdbcUrl(config.url());
    pool.setUsername(config.user());
    pool.setPassword(config.password());
    pool.setAutoCommit(false);
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(TimeUnit.SECONDS.toMillis(CONNECTED_WITHIN_SECONDS));
    pool.setInitializationFailTimeout(-1); // the first question says what is wrong
    pool.addDataSourceProperty("options", options);
    pool.addDataSourceProperty("tcpKeepAlive", "true");
    pool.addDataSourceProperty("prepareThreshold", "1");
    commonProperties(config).forEach(pool::addDataSourceProperty);
    return pool;
  }

  /// What holds for every connection. The schema is said as the connection begins: the pool would
  /// say it in the first transaction, whose rollback would take it back.
  private static Map<String, String> commonProperties(PostgresConfig config) {
    return Map.of(
        "currentSchema", config.schema(),
        "connectTimeout", String.valueOf(CONNECTED_WITHIN_SECONDS),
        "ApplicationName", "whaleshark");
  }

  /// Opens the connections.
  ///
  /// @throws EngineException if PostgreSQL is away, or refuses them
  static Postgres open(PostgresConfig config) {
    try {
      connect(config).close(); // a pool would try for longer, and say less
    } catch (SQLException e) {
      throw Failures.of("cannot connect", e);
    }
    return new Postgres(config);
  }

  /// Connects once, beside the pools. They would try again for seconds, and close as slowly.
  static Connection connect(PostgresConfig config) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(commonProperties(config));
    properties.setProperty("user", config.user());
    properties.setProperty("password", config.password());
    // A server that hangs takes connections, and says nothing.
    properties.setProperty("socketTimeout", String.valueOf(CONNECTED_WITHIN_SECONDS));
    return DriverManager.getConnection(config.url(), properties);
  }

  /// Asks a question of committed state. All of its statements see the same instant.
  <T> T read(Question<T> question) {
    try (Connection connection = readers.getConnection()) {
      T answer = question.ask(new Session(connection));
      connection.commit();
      return answer;
    } catch (SQLException e) {
      throw Failures.of("cannot read", e);
    }
  }

  /// Makes a change of its own, beside the lane.
  <T> T write(Question<T> change) {
    try (Connection connection = writers.getConnection()) {
      T answer = change.ask(new Session(connection));
      connection.commit();
      return answer;
    } catch (SQLException e) {
      throw Failures.of("cannot write", e);
    }
  }

  /// A connection for a transaction of the lane, which gives it back.
  Connection lane() {
    try {
      return writers.getConnection();
    } catch (SQLException e) {
      throw Failures.of("cannot connect", e);
    }
  }

  /// A connection for questions that all see the same instant; whoever asks for it gives it back.
  Connection snapshot() {
    try {
      return readers.getConnection();
    } catch (SQLException e) {
      throw Failures.of("cannot connect", e);
    }
  }

  List<Connections> connections() {
    return List.of(new Connections("reads", readers), new Connections("writes", writers));
  }

  @Override
  public void close() {
    readers.close();
    writers.close();
  }
}
