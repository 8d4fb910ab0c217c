package io.whaleshark.archives.tables;

import java.io.Serial;

/// The source cannot be read. The message says what to do, for people, in one line.
final class SourceFailure extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  SourceFailure(String message) {
    super(message);
  }

  SourceFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
