package io.whaleshark.engine.cluster;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Questions that go to PostgreSQL together, in one round trip; each sees what was committed before
/// it began. Confined to one thread.
final class Questions {

  /// Takes the row on which a result stands.
  @FunctionalInterface
  interface RowTaker {
    void take(ResultSet row) throws SQLException;
  }

  private final List<String> statements = new ArrayList<>();
  private final List<RowTaker> takers = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  /// Adds a question.
  ///
  /// @param taker gets its rows, once all are asked
  void add(String sql, RowTaker taker, Object... of) {
    statements.add(sql);
    takers.add(taker);
    values.addAll(Arrays.asList(of));
  }

  void ask(Session session) throws SQLException {
    if (!statements.isEmpty()) {
      session.queries(String.join(";\n", statements), takers, values.toArray());
    }
  }
}
