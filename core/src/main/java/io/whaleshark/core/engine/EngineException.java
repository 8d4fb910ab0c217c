package io.whaleshark.core.engine;

/// The engine could not do what was asked. What was being committed may or may not be stored: the
/// client is told to try again with the same ids.
public final class EngineException extends RuntimeException {

  /// What kind of failure it is.
  public enum Kind {
    /// The store is away or refuses for now; trying later makes sense.
    UNAVAILABLE,
    /// There is no room left to write.
    FULL,
    /// What was read cannot be what was written; the operator must look.
    CORRUPT
  }

  private static final long serialVersionUID = 1;

  private final Kind kind;

  public EngineException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public EngineException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
