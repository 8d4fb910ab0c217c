package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.EngineException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;

/// What a failure of PostgreSQL means to the domain.
final class Failures {

  private static final String DISK_FULL = "53100";
  private static final String DATA_CORRUPTED = "XX001";
  private static final String INDEX_CORRUPTED = "XX002";
  private static final String REJECTED = "08004"; // it speaks no TLS, or wants another login
  private static final String NO_SUCH_USER = "28000";
  private static final String WRONG_PASSWORD = "28P01";
  private static final String NO_DATABASE = "3D000";
  private static final String NO_RIGHT = "42501";

  private Failures() {}

  static EngineException of(String what, SQLException e) {
    return new EngineException(kind(why(e)), "PostgreSQL: " + what + ": " + reason(e), e);
  }

  private static Kind kind(SQLException e) {
    Throwable root = root(e);
    if (root instanceof GeneralSecurityException) {
      return Kind.REFUSED;
    }
    return switch (state(e)) {
      case DISK_FULL -> Kind.FULL;
      case DATA_CORRUPTED, INDEX_CORRUPTED -> Kind.CORRUPT;
      case REJECTED, NO_SUCH_USER, WRONG_PASSWORD, NO_DATABASE, NO_RIGHT -> Kind.REFUSED;
      default -> Kind.UNAVAILABLE; // whatever it is, a later try may succeed
    };
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  private static Throwable root(SQLException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
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
  private static SQLException why(SQLException e) {
    return e.getCause() instanceof SQLException cause ? cause : e;
  }

  /// What is wrong, and what an operator can do about it.
  static String reason(SQLException e) {
    SQLException why = why(e);
    return said(why) + expected(why);
  }

  /// The driver says which of several hosts refused, and only the system why another is silent.
  private static String said(SQLException e) {
    String said = String.valueOf(e.getMessage());
    return switch (root(e)) {
      case UnknownHostException host -> "there is no host " + host.getMessage();
      case ConnectException _ -> said.split("\\. ", 2)[0]; // without its advice
      case IOException io -> String.valueOf(io.getMessage());
      case Throwable _ -> said;
    };
  }

  /// What an operator can do about it; nothing where the message says that already.
  private static String expected(SQLException e) {
    return switch (state(e)) {
      case "08001", REJECTED, "08006" -> " (expected: PostgreSQL to answer there)";
      case NO_SUCH_USER, WRONG_PASSWORD ->
          " (expected: postgres.user and postgres.password as PostgreSQL knows them)";
      case NO_DATABASE -> " (expected: CREATE DATABASE, in UTF-8)";
      case "53300" -> " (expected: more max_connections, or fewer connections of each node)";
      case "57P03" -> " (expected: a server that has started; try again)";
      case NO_RIGHT -> " (expected: a user who owns the schema)";
      default -> "";
    };
  }
}
