package io.whaleshark.engine.cluster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Statements over one connection. Confined to one thread at a time.
final class Session {

  /// Makes something of the row on which the result stands.
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /// Looks at the row on which the result stands.
  @FunctionalInterface
  interface RowLooker {
    /// Says whether to go on to the next one.
    boolean look(ResultSet row) throws SQLException;
  }

  /// Rows that come in one round trip where the reader may stop early.
  private static final int ROWS_A_TRIP = 64;

  /// Rows that come in one round trip where all of them are wanted.
  private static final int ROWS_A_LONG_TRIP = 1_000;

  private final Connection connection;

  Session(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  <T> List<T> query(String sql, RowReader<T> reader, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet rows = statement.executeQuery()) {
      List<T> read = new ArrayList<>();
      while (rows.next()) {
        read.add(reader.read(rows));
      }
      return read;
    }
  }

  <T> Optional<T> first(String sql, RowReader<T> reader, Object... values) throws SQLException {
    return query(sql, reader, values).stream().findFirst();
  }

  /// Reads rows until the looker has enough: what it does not look at is not fetched, but for a
  /// few.
  void walk(String sql, RowLooker looker, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values)) {
      statement.setFetchSize(ROWS_A_TRIP);
      try (ResultSet rows = statement.executeQuery()) {
        boolean more = true;
        while (more && rows.next()) {
          more = looker.look(rows);
        }
      }
    }
  }

  /// Reads rows when they are asked for, some at a time.
  <T> RowStream<T> stream(String sql, RowReader<T> reader, Object... values) throws SQLException {
    PreparedStatement statement = prepare(sql, values);
    statement.setFetchSize(ROWS_A_LONG_TRIP);
    return new RowStream<>(statement, reader);
  }

  /// Asks several statements at once.
  ///
  /// @param sql the statements, with a semicolon between them
  /// @param takers one for each of them, which gets its rows
  void queries(String sql, List<Questions.RowTaker> takers, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values)) {
      boolean hasRows = statement.execute();
      for (Questions.RowTaker taker : takers) {
        if (!hasRows) {
          throw new IllegalStateException("a statement without rows (expected: questions)");
        }
        takeAll(statement, taker);
        hasRows = statement.getMoreResults();
      }
    }
  }

  private static void takeAll(PreparedStatement statement, Questions.RowTaker taker)
      throws SQLException {
    try (ResultSet rows = statement.getResultSet()) {
      while (rows.next()) {
        taker.take(rows);
      }
    }
  }

  int update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    }
  }

  /// Changes something, as [#update] does.
  ///
  /// @return what PostgreSQL says besides; null if nothing
  @Nullable SQLWarning warned(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values)) {
      statement.executeUpdate();
      return statement.getWarnings();
    }
  }

  private PreparedStatement prepare(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < values.length; i++) {
        set(statement, i + 1, values[i]);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private void set(PreparedStatement statement, int index, Object value) throws SQLException {
    switch (value) {
      case String[] texts -> statement.setArray(index, connection.createArrayOf("text", texts));
      case byte[][] bytes -> statement.setArray(index, connection.createArrayOf("bytea", bytes));
      default -> statement.setObject(index, value);
    }
  }
}
