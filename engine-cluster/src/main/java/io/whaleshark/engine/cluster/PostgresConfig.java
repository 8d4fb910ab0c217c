package io.whaleshark.engine.cluster;

/// Where PostgreSQL is, and how it is used.
///
/// @param url for JDBC; may name several hosts
/// @param schema the schema of the tables, made where it is not there
/// @param durability what every commit must have reached
/// @param readers how many questions are answered at once
public record PostgresConfig(
    String url, String user, String password, String schema, Durability durability, int readers) {

  /// What a commit must have reached before it is acknowledged.
  public enum Durability {
    /// The disk of the primary.
    LOCAL,
    /// The disk of a standby, too.
    STANDBY
  }

  public PostgresConfig {
    if (!schema.matches("[a-z][a-z0-9_]{0,62}")) {
      throw new IllegalArgumentException(
          "schema: " + schema + " (expected: a letter, then letters, digits and _)");
    }
    if (readers < 1) {
      throw new IllegalArgumentException("readers: " + readers + " (expected: at least 1)");
    }
  }

  /// Without the password.
  @Override
  public String toString() {
    return user + " at " + url + ", schema " + schema;
  }
}
