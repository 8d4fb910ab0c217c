package io.whaleshark.core.id;

/// A text that cannot be the id it was meant to be: the fault of whoever gave it, never the
/// server's. It carries no stack trace: it is no failure.
public final class InvalidIdException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String detail;

  /// @param detail which bound was broken, never the text itself
  InvalidIdException(String detail) {
    super(detail, null, false, false);
    this.detail = detail;
  }

  /// Which bound was broken, for the person who reads it.
  public String detail() {
    return detail;
  }
}
