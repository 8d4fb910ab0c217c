package io.whaleshark.core.engine;

/// The engine failed. The outcome of a commit under way is unknown: it may or may not be stored.
/// The client is told to retry with the same ids.
public final class EngineException extends RuntimeException {

  /// The kind of failure.
  public enum Kind {
    /// The store is temporarily unavailable; retry later.
    UNAVAILABLE,
    /// There is no disk space left to write.
    FULL,
    /// The store may not be used like this: a wrong password, another cluster's data, tables of a
    /// newer version. No retry helps; the operator must change something.
    REFUSED,
    /// The data read cannot be the data that was written; the operator must intervene.
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
