package io.whaleshark.engine.cluster;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Statements that go to PostgreSQL together, in one round trip. Confined to one thread.
final class Script {

  private final List<String> statements = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  void add(String sql, Object... of) {
    statements.add(sql);
    values.addAll(Arrays.asList(of));
  }

  void run(Session session) throws SQLException {
    session.update(String.join(";\n", statements), values.toArray());
  }
}
