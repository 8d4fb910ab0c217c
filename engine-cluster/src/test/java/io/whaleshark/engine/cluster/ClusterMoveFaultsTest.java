package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Intake;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.testkit.Moves;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: a move that has lost, changed or added anything is not released. Method: a copy on a real
/// PostgreSQL; in turn every column of every table is changed, and rows are taken away and added;
/// each time the comparison has to find it.
@ExtendWith(Servers.class)
class ClusterMoveFaultsTest {

  private static final List<String> TABLES =
      List.of(
          "apps",
          "conversations",
          "messages",
          "sent",
          "expired_ordinals",
          "memberships",
          "participations");

  private static final String COLUMNS =
      "SELECT column_name, data_type FROM information_schema.columns"
          + " WHERE table_schema = current_schema() AND table_name = ? ORDER BY 1";

  private record Column(String name, String type) {}

  private final PostgresConfig from = Servers.config("planted_from");
  private final PostgresConfig to = Servers.config("planted_to");
  private final Postgres target = new Postgres(to);

  @BeforeEach
  void copy() {
    tell();
    try (Contents contents = ClusterMove.from(from, "test");
        Intake intake = ClusterMove.to(to, "test")) {
      Moves.copySome(contents, intake, Long.MAX_VALUE);
    }
  }

  @AfterEach
  void close() {
    target.close();
  }

  /// A history in which everything happens, and some of what expired is deleted.
  private void tell() {
    RandomHistory history = new RandomHistory(new Random(7));
    try (ClusterEngine engine = Servers.open(from)) {
      commit(engine, history, history.beginning());
      for (int i = 0; i < 10; i++) {
        for (int batch = 0; batch < 20; batch++) {
          commit(engine, history, history.batch());
        }
        expire(engine, history, i % 2 == 0);
      }
    }
  }

  private static void expire(ClusterEngine engine, RandomHistory history, boolean deletes) {
    Change.FloorRaised raised = history.expiry().orElseThrow();
    commit(engine, history, List.of(raised));
    if (deletes) {
      engine.retention().delete(raised.conversation());
    }
  }

  private static void commit(ClusterEngine engine, RandomHistory history, List<Change> changes) {
    try (Transaction transaction = engine.begin(Announcement.NOTHING)) {
      transaction.commit(changes, List.of(), history.stamp());
    }
  }

  @Test
  @DisplayName("every change of a column, and every row too few or too many, is found")
  void everyFaultIsFound() {
    List<String> missed = new ArrayList<>();
    int planted = 0;
    for (String table : TABLES) {
      for (String fault : faults(table)) {
        planted++;
        if (!isFound(table, fault)) {
          missed.add(fault);
        }
      }
    }
    assertThat(missed).isEmpty();
    assertThat(planted).isGreaterThan(50);
    try (Contents contents = ClusterMove.from(from, "test");
        Intake intake = ClusterMove.to(to, "test")) {
      Moves.move(contents, intake);
    }
  }

  private List<String> faults(String table) {
    List<String> faults = new ArrayList<>();
    faults.add("DELETE FROM " + table + " WHERE ctid = (SELECT max(ctid) FROM " + table + ")");
    for (Column column : columns(table)) {
      String changed =
          switch (column.type()) {
            case "bigint" -> column.name() + " - 1000000";
            case "integer" -> column.name() + " + 1";
            case "boolean" -> "NOT " + column.name();
            case "bytea" -> column.name() + " || '\\x21'";
            case "text" -> column.name() + " || '!'";
            default -> throw new IllegalStateException(column.type() + " (expected: a known type)");
          };
      faults.add(
          "UPDATE %s SET %s = %s WHERE %s"
              .formatted(table, column.name(), changed, rows(table, column.name())));
    }
    return faults;
  }

  /// Where a column means something: some numbers of a conversation do not in a group, or after
  /// what has expired, a tombstone has no content, and few messages are edited.
  private static String rows(String table, String column) {
    return switch (table) {
      case "conversations" -> column + " IS NOT NULL";
      case "messages" ->
          switch (column) {
            case "edited_at" -> "edited_at > 0";
            case "recalled_at", "digest" -> "recalled_at > 0";
            default -> "recalled_at = 0";
          };
      default -> "ctid = (SELECT max(ctid) FROM " + table + ")";
    };
  }

  private List<Column> columns(String table) {
    return target.read(session ->
        session.query(COLUMNS, row -> new Column(row.getString(1), row.getString(2)), table));
  }

  /// Plants a fault, compares, and takes the fault back.
  private boolean isFound(String table, String fault) {
    write("CREATE TABLE kept AS SELECT * FROM " + table);
    int changed = write(fault);
    assertThat(changed).as(fault).isPositive();
    boolean isFound = differs();
    write("DELETE FROM " + table);
    write("INSERT INTO " + table + " SELECT * FROM kept");
    write("DROP TABLE kept");
    return isFound;
  }

  private int write(String sql) {
    return target.write(session -> session.update(sql));
  }

  private boolean differs() {
    try (Contents contents = ClusterMove.from(from, "test");
        Intake intake = ClusterMove.to(to, "test")) {
      return Moves.difference(contents, intake).isPresent();
    } catch (EngineException e) {
      return e.kind() == EngineException.Kind.CORRUPT;
    }
  }
}
