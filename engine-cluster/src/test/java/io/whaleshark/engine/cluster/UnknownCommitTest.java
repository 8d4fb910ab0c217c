package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.engine.cluster.PostgresConfig.Durability;
import io.whaleshark.services.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what may not be on the standby is never taken for stored. Method: a real PostgreSQL that
/// waits for a standby which is not there, and somebody who ends the wait.
class UnknownCommitTest {

  @TempDir private Path folder = Path.of("");

  private static void execute(PostgresServer server, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(server.url(), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// Cancels whatever waits for the standby, until something did.
  private static void cancelTheWait(PostgresServer server) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(server.url(), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      boolean cancelled = false;
      while (!cancelled) {
        try (ResultSet rows =
            statement.executeQuery(
                "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event ="
                    + " 'SyncRep'")) {
          cancelled = rows.next() && rows.getBoolean(1);
        }
      }
    }
  }

  /// The setting arrives a moment after it was made, so the first ones may not wait.
  private static long commitUntilItFails(Engine engine, AtomicLong stamp) {
    while (true) {
      try (Transaction transaction = engine.begin(Announcement.NOTHING)) {
        transaction.commit(List.of(), List.of(), stamp.incrementAndGet());
      }
    }
  }

  @Test
  @Timeout(120)
  @DisplayName("P1 a commit whose wait for the standby is ended fails, although it is stored here")
  void endedWait() throws Exception {
    try (PostgresServer server = PostgresServer.start(folder.resolve("pg"), 0, Map.of())) {
      PostgresConfig config =
          new PostgresConfig(
              server.url(), server.user(), server.password(), "alone", Durability.LOCAL, 1);
      try (Engine engine = Servers.open(config)) {
        execute(server, "ALTER SYSTEM SET synchronous_standby_names = 'absent'");
        execute(server, "SELECT pg_reload_conf()");
        AtomicLong stamp = new AtomicLong();
        FutureTask<Long> commit = new FutureTask<>(() -> commitUntilItFails(engine, stamp));
        Thread.ofPlatform().name("commit").start(commit);
        cancelTheWait(server);
        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(commit::get)
            .withCauseInstanceOf(EngineException.class)
            .withMessageContaining("the outcome is unknown");
        assertThat(engine.newestStamp()).isEqualTo(stamp.get());
      }
    }
  }
}
