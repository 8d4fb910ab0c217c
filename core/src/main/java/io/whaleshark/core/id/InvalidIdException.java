package io.whaleshark.core.id;

/// A text is not a valid id. The caller is at fault, never the server, so the exception carries no
/// stack trace.
public final class InvalidIdException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String what;
  private final String fault;

  /// @param what the kind of id
  /// @param fault which bound was broken, never the text itself
  InvalidIdException(String what, String fault) {
    super(what + ": " + fault, null, false, false);
    this.what = what;
    this.fault = fault;
  }

  /// The broken bound, as text for people.
  public String detail() {
    return detail(what);
  }

  /// The broken bound, as text for people who know the id by the name of a field.
  public String detail(String field) {
    return field + ": " + fault;
  }
}
