package io.whaleshark.engine.cluster;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Statements that go to PostgreSQL together, in one round trip. Confined to one thread.
final class Script {

  private final List<String> statements = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  void add(String sql, Object... of) {
    statements.add(sql);
    values.addAll(Arrays.asList(of));
  }

  void run(Session session) throws SQLException {
    session.update(text(), values.toArray());
  }

  /// Runs them and commits, in that one round trip. After a statement that fails, PostgreSQL skips
  /// the others, the commit too.
  ///
  /// @return what it says besides; null if nothing
  @Nullable SQLWarning commit(Session session) throws SQLException {
    add("COMMIT");
    return session.warned(text(), values.toArray());
  }

  private String text() {
    return String.join(";\n", statements);
  }
}
