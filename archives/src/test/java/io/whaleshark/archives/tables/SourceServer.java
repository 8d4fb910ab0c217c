package io.whaleshark.archives.tables;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.sqlclient.Tuple;
import io.whaleshark.services.MariadbServer;
import io.whaleshark.services.RedisServer;
import io.whaleshark.services.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The stores of a server of the same design, as real ones, with its tables.
final class SourceServer implements AutoCloseable {

  private static final Map<String, String> NOTHING_IS_SYNCED =
      Map.of("innodb-flush-log-at-trx-commit", "0", "innodb-buffer-pool-size", "16M");

  private static final int ANSWERED_WITHIN_SECONDS = 60;

  private final MariadbServer mariadb;
  private final RedisServer redisServer;
  private final Vertx vertx = Vertx.vertx();
  private final MySQLConnection connection;
  private final RedisClient redisClient;
  private final RedisCommands<String, String> redis;

  SourceServer(Path folder) {
    mariadb = MariadbServer.start(folder.resolve("mariadb"), 0, NOTHING_IS_SYNCED);
    redisServer = startBeside(mariadb, folder.resolve("redis"));
    connection =
        get(
            MySQLConnection.connect(
                vertx,
                new MySQLConnectOptions()
                    .setHost(mariadb.host())
                    .setPort(mariadb.port())
                    .setDatabase(mariadb.database())
                    .setUser(mariadb.user())
                    .setPassword(mariadb.password())));
    redisClient =
        RedisClient.create(
            RedisURI.builder()
                .withHost(redisServer.host())
                .withPort(redisServer.port())
                .withPassword(redisServer.password().toCharArray())
                .build());
    redis = redisClient.connect().sync();
    sql("CREATE USER 'reader'@'%' IDENTIFIED BY 'readers'");
  }

  private static <T> T get(Future<T> asked) {
    return asked
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(ANSWERED_WITHIN_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private static RedisServer startBeside(MariadbServer running, Path folder) {
    try {
      return RedisServer.start(folder, 0, Map.of());
    } catch (ServiceException e) {
      running.close();
      throw e;
    }
  }

  void sql(String statement, Object... parameters) {
    get(connection.preparedQuery(statement).execute(Tuple.from(parameters)));
  }

  RedisCommands<String, String> redis() {
    return redis;
  }

  /// Makes new, empty stores: the tables as the source's own script makes them, and what reads
  /// them.
  void begin() {
    redis.flushall();
    sql("DROP DATABASE IF EXISTS im_core");
    sql("CREATE DATABASE im_core CHARACTER SET utf8mb3");
    sql("USE im_core");
    SourceScript.TABLES.forEach(this::sql);
    sql("GRANT SELECT ON im_core.* TO 'reader'@'%'");
  }

  /// A file for `--config`.
  Path config(Path folder, String password) throws IOException {
    Path holder =
        Files.writeString(folder.resolve("redis.password"), redisServer.password() + "\n");
    return Files.writeString(
        folder.resolve("tables.yaml"),
        String.join(
            "\n",
            "appId: 10001",
            "mysql:",
            "  host: " + mariadb.host(),
            "  port: " + mariadb.port(),
            "  database: im_core",
            "  user: reader",
            "  password: " + password,
            "redis:",
            "  host: " + redisServer.host(),
            "  port: " + redisServer.port(),
            "  passwordFile: " + holder));
  }

  @Override
  public void close() {
    try {
      redisClient.shutdown();
      get(connection.close());
      get(vertx.close());
    } finally {
      redisServer.close();
      mariadb.close();
    }
  }
}
