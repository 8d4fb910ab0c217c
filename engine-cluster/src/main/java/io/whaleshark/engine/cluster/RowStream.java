package io.whaleshark.engine.cluster;

import io.whaleshark.engine.cluster.Session.RowReader;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// The rows of a question, fetched some at a time, with a look at the next one. It ends with its
/// transaction. Confined to one thread.
final class RowStream<T> {

  private final PreparedStatement statement;
  private final ResultSet rows;
  private final RowReader<T> reader;
  private Optional<T> next = Optional.empty();

  /// @param statement is closed after its last row
  RowStream(PreparedStatement statement, RowReader<T> reader) throws SQLException {
    this.statement = statement;
    this.rows = statement.executeQuery();
    this.reader = reader;
    advance();
  }

  private void advance() throws SQLException {
    next = rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
    if (next.isEmpty()) {
      statement.close();
    }
  }

  /// The next row; empty after the last.
  Optional<T> next() {
    return next;
  }

  /// The next row, after which comes the one behind it.
  T take() {
    T taken = next.orElseThrow();
    try {
      advance();
    } catch (SQLException e) {
      throw Failures.of("cannot read", e);
    }
    return taken;
  }
}
