package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.EngineException.Kind;
import java.sql.SQLException;

/// What a failure of PostgreSQL means to the domain.
final class Failures {

  private static final String DISK_FULL = "53100";
  private static final String DATA_CORRUPTED = "XX001";
  private static final String INDEX_CORRUPTED = "XX002";

  private Failures() {}

  static EngineException of(String what, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    Kind kind =
        switch (state) {
          case DISK_FULL -> Kind.FULL;
          case DATA_CORRUPTED, INDEX_CORRUPTED -> Kind.CORRUPT;
          default -> Kind.UNAVAILABLE; // whatever it is, a later try may succeed
        };
    return new EngineException(kind, "PostgreSQL: " + what + ": " + reason(e), e);
  }

  /// Of a row that says what the domain's own rules refuse.
  ///
  /// @param what the row speaks of
  static EngineException impossible(String what, RuntimeException why) {
    return new EngineException(
        Kind.CORRUPT,
        "PostgreSQL: a row holds an impossible value of " + what + ": " + why.getMessage(),
        why);
  }

  /// The pool says that there was no connection; why, its cause says.
  private static String reason(SQLException e) {
    SQLException why = e.getCause() instanceof SQLException cause ? cause : e;
    return why.getMessage() + expected(why.getSQLState() == null ? "" : why.getSQLState());
  }

  /// What an operator can do about it; nothing where the message says that already.
  private static String expected(String state) {
    return switch (state) {
      case "08001", "08004", "08006" -> " (expected: PostgreSQL to answer there)";
      case "28000", "28P01" -> " (expected: a user and a password that PostgreSQL knows)";
      case "3D000" -> " (expected: CREATE DATABASE, in UTF-8)";
      case "53300" -> " (expected: more max_connections, or fewer connections of each node)";
      case "57P03" -> " (expected: a server that has started; try again)";
      case "42501" -> " (expected: a user who owns the schema)";
      default -> "";
    };
  }
}
