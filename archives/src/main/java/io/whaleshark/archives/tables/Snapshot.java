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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// One connection to the source's database, which sees one instant of it and changes nothing.
/// Confined to one thread.
final class Snapshot implements AutoCloseable {

  private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(10);

  /// A host that vanishes closes no connection. What a key finds is there much sooner; what the
  /// database sorts or counts first may take it hours.
  private static final Duration FOUND_WITHIN = Duration.ofMinutes(10);

  private static final Duration SORTED_WITHIN = Duration.ofHours(12);

  private static final int CLOSED_WITHIN_SECONDS = 5;

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
          get(name, MySQLConnection.connect(vertx, link), CONNECTED_WITHIN);
      Snapshot snapshot = new Snapshot(name, vertx, connection);
      snapshot.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      snapshot.run("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
      return snapshot;
    } catch (SourceFailure e) {
      end(vertx.close());
      throw e;
    }
  }

  private static <T> T get(String name, Future<T> asked, Duration within) {
    try {
      return asked
          .timeout(within.toSeconds(), TimeUnit.SECONDS)
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      throw new SourceFailure(name + ": " + reason(Objects.requireNonNullElse(e.getCause(), e)), e);
    }
  }

  private <T> T get(Future<T> asked, Duration within) {
    return get(name, asked, within);
  }

  /// Waits for what ends, but not for ever. Nothing was written, so a failure has no consequence,
  /// and must not stand in the place of the first one.
  private static void end(Future<Void> ending) {
    try {
      ending
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(CLOSED_WITHIN_SECONDS, TimeUnit.SECONDS)
          .join();
    } catch (CompletionException _) {
      // See above.
    }
  }

  private static String reason(Throwable failure) {
    Optional<String> untrusted = SourceFailure.ofTls(failure);
    if (untrusted.isPresent()) {
      return untrusted.get();
    }
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
    get(connection.query(sql).execute(), FOUND_WITHIN);
  }

  /// All rows of a query that a key answers.
  ///
  /// @param parameters for its question marks
  <T> List<T> all(String sql, Function<Row, T> reader, Object... parameters) {
    List<T> read = new ArrayList<>();
    get(connection.preparedQuery(sql).execute(Tuple.from(parameters)), FOUND_WITHIN)
        .forEach(row -> read.add(reader.apply(row)));
    return read;
  }

  /// Tells the rows of a query, of which some are in memory at a time. Other questions may be asked
  /// meanwhile.
  <T> void each(String sql, Function<Row, T> reader, RowListener<T> listener, Object... parameters)
      throws IOException {
    PreparedStatement statement = get(connection.prepare(sql), FOUND_WITHIN);
    Cursor cursor = statement.cursor(Tuple.from(parameters));
    do {
      for (Row row : get(cursor.read(ROWS), SORTED_WITHIN)) {
        listener.hear(reader.apply(row));
      }
    } while (cursor.hasMore());
    get(cursor.close(), FOUND_WITHIN);
    get(statement.close(), FOUND_WITHIN);
  }

  @Override
  public void close() {
    end(connection.close());
    end(vertx.close());
  }
}
