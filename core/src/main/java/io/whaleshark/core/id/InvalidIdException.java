package io.whaleshark.core.id;

/// A text is not a valid id. The caller is at fault, never the server, so the exception carries no
/// stack trace.
public final class InvalidIdException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String detail;

  /// @param detail which bound was broken, never the text itself
  InvalidIdException(String detail) {
    super(detail, null, false, false);
    this.detail = detail;
  }

  /// The broken bound, as text for people.
  public String detail() {
    return detail;
  }
}
