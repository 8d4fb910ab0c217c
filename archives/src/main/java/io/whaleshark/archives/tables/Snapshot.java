package io.whaleshark.archives.tables;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.mysqlclient.SslMode;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// One connection to the source's database, which sees one instant of it and changes nothing.
/// Confined to one thread.
final class Snapshot implements AutoCloseable {

  private static final int CONNECTED_WITHIN_SECONDS = 10;

  /// How many rows are read ahead.
  private static final int ROWS = 1_000;

  private static final int WRONG_PASSWORD = 1045;
  private static final int NO_RIGHT_TO_DATABASE = 1044;
  private static final int NO_DATABASE = 1049;

  private final String name;
  private final Vertx vertx;
  private final MySQLConnection connection;

  private Snapshot(String name, Vertx vertx, MySQLConnection connection) {
    this.name = name;
    this.vertx = vertx;
    this.connection = connection;
  }

  /// Connects.
  ///
  /// @throws SourceFailure if that fails; the message says what to do
  static Snapshot open(SourceConfig.Mysql source) {
    MySQLConnectOptions link =
        new MySQLConnectOptions()
            .setHost(source.host())
            .setPort(source.port())
            .setDatabase(source.database())
            .setUser(source.user())
            .setPassword(source.password())
            .setCachePreparedStatements(true)
            .setSslMode(source.caFile().isPresent() ? SslMode.VERIFY_IDENTITY : SslMode.DISABLED);
    source
        .caFile()
        .map(file -> new PemTrustOptions().addCertPath(file.toString()))
        .ifPresent(trusted ->
            link.setSslOptions(
                new ClientSSLOptions()
                    .setHostnameVerificationAlgorithm("HTTPS")
                    .setTrustOptions(trusted)));
    String name = source.toString();
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    try {
      MySQLConnection connection =
          get(
              name,
              MySQLConnection.connect(vertx, link)
                  .timeout(CONNECTED_WITHIN_SECONDS, TimeUnit.SECONDS));
      Snapshot snapshot = new Snapshot(name, vertx, connection);
      snapshot.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      snapshot.run("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
      return snapshot;
    } catch (SourceFailure e) {
      vertx.close().toCompletionStage().toCompletableFuture().join();
      throw e;
    }
  }

  private static <T> T get(String name, Future<T> asked) {
    try {
      return asked.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new SourceFailure(name + ": " + reason(Objects.requireNonNullElse(e.getCause(), e)), e);
    }
  }

  private static String reason(Throwable failure) {
    if (!(failure instanceof MySQLException said)) {
      return "no MySQL answers (expected: one that runs): " + failure.getMessage();
    }
    return switch (said.getErrorCode()) {
      case WRONG_PASSWORD -> "user or password refused (expected: those of a user of MySQL)";
      case NO_RIGHT_TO_DATABASE, NO_DATABASE ->
          "no such database, or no right to it (expected: GRANT SELECT on it)";
      default -> String.valueOf(said.getMessage());
    };
  }

  private void run(String sql) {
    get(name, connection.query(sql).execute());
  }

  /// All rows of a query.
  ///
  /// @param parameters for its question marks
  <T> List<T> all(String sql, Function<Row, T> reader, Object... parameters) {
    List<T> read = new ArrayList<>();
    get(name, connection.preparedQuery(sql).execute(Tuple.from(parameters)))
        .forEach(row -> read.add(reader.apply(row)));
    return read;
  }

  /// Tells the rows of a query, of which some are in memory at a time. Other questions may be asked
  /// meanwhile.
  <T> void each(String sql, Function<Row, T> reader, RowListener<T> listener, Object... parameters)
      throws IOException {
    PreparedStatement statement = get(name, connection.prepare(sql));
    Cursor cursor = statement.cursor(Tuple.from(parameters));
    do {
      for (Row row : get(name, cursor.read(ROWS))) {
        listener.hear(reader.apply(row));
      }
    } while (cursor.hasMore());
    get(name, cursor.close());
    get(name, statement.close());
  }

  @Override
  public void close() {
    connection.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
